"""Which addresses a request may go to, where somebody else has typed in the target: those of the public internet.

Neither `ipaddress.is_global` nor `is_private` says that: each lets through what reaches the machine itself, its network
or its cloud. IPv4 is everything but the ranges below. IPv6 is what IANA has allocated and nothing else, since whatever
is new there begins as not public.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's special-purpose registry of IPv4 (RFC 6890) without what is reachable from everywhere, and one address that no
# registry has: 168.63.129.16 is the host of a virtual machine in Azure.
NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# IANA's registry of global unicast IPv6: the rows that are allocated.
ALLOCATED = tuple(
    map(
        IPv6Network,
        (
            "2001:200::/23", "2001:400::/23", "2001:600::/23", "2001:800::/22", "2001:c00::/23", "2001:e00::/23",
            "2001:1200::/23", "2001:1400::/22", "2001:1800::/23", "2001:1a00::/23", "2001:1c00::/22", "2001:2000::/19",
            "2001:4000::/23", "2001:4200::/23", "2001:4400::/23", "2001:4600::/23", "2001:4800::/23", "2001:4a00::/23",
            "2001:4c00::/23", "2001:5000::/20", "2001:8000::/19", "2001:a000::/20", "2001:b000::/20", "2003::/18",
            "2400::/12", "2410::/12", "2600::/12", "2610::/23", "2620::/23", "2630::/12", "2800::/12", "2a00::/12",
            "2a10::/12", "2c00::/12",
        ),
    )
)  # fmt: skip
# Inside an allocated row, and in no use.
DOCUMENTATION = IPv6Network("2001:db8::/32")
# Where a network has IPv6 alone, its resolver puts the IPv4 address of everybody else in here (RFC 6052).
TRANSLATED = IPv6Network("64:ff9b::/96")


@lru_cache(maxsize=1024)
def is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    if address.scope_id is not None:
        return False
    if address in TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address not in DOCUMENTATION and any(address in network for network in ALLOCATED)
