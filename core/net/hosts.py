"""What a URL names as its host: an address, or a name for the resolver.

Resolvers read `127.1`, `2130706433` and `0x7f000001` as the address 127.0.0.1, and some of them also read what is no
address to anybody else. Only the common spelling of an address is taken.
"""

import re
from ipaddress import IPv4Address, IPv6Address

from core.net.addresses import Address
from core.net.refusals import Refused

LONGEST = 253
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# The last label of an address, in any spelling, and of no name: no top-level domain is a number (RFC 3696).
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def address_in(host: str) -> Address | None:
    """The address that the host of a URL is; None for a name. IPv6 comes without brackets. Raises Refused for what is
    neither."""
    if ":" in host:
        try:
            address = IPv6Address(host)
        except ValueError:
            raise Refused("host") from None
        if address.scope_id is not None:
            raise Refused("host")
        return address
    labels = host.lower().removesuffix(".").split(".")
    if NUMBER.fullmatch(labels[-1]):
        try:
            return IPv4Address(host)
        except ValueError:
            raise Refused("host") from None
    if len(host) > LONGEST or not all(map(LABEL.fullmatch, labels)):
        raise Refused("host")
    return None
