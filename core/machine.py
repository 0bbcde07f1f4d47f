"""The host names and IPs of this machine."""

import ctypes
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from core.environment import Environment

Address = IPv4Address | IPv6Address

DEFAULT = "127.0.0.1"
LOOPBACK = (".localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")
HOST_NAME = re.compile(r"[a-z0-9.-]+")


def is_loopback(host: str) -> bool:
    """Whether this host name or IP can be reached from this machine alone. Looks up no name."""
    name = host.strip("[]").lstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def chosen_host(env: Environment) -> str:
    """HOST, or this machine alone. A shell such as tcsh exports the machine's name as HOST, and HOSTTYPE beside it:
    nobody has chosen that, and it must not open the site to the network."""
    host = env.text("HOST", DEFAULT)
    is_the_shells = bool(env.text("HOSTTYPE")) and host.lower() == socket.gethostname().lower()
    return DEFAULT if is_the_shells else host


def names(listening_at: str) -> list[str]:
    """The host names of a server that listens at this host, as in Django's ALLOWED_HOSTS."""
    if is_loopback(listening_at):
        own = [_in_url(listening_at)]
    elif listening_at in EVERY_ADDRESS:
        own = [*map(_in_url, map(str, addresses())), *host_names()]
    else:
        own = [_in_url(listening_at), *host_names()]
    return list(dict.fromkeys([*LOOPBACK, *own]))


def host_names() -> list[str]:
    """The name of this machine, and its name in multicast DNS (RFC 6762)."""
    name = socket.gethostname().lower()
    if not HOST_NAME.fullmatch(name) or is_loopback(name):
        return []
    label = name.partition(".")[0]
    return list(dict.fromkeys([name, label, f"{label}.local"]))


def urls(listening_at: str, port: int | str) -> list[str]:
    """The URLs of a server that listens at this host. URLs that work on this machine come first."""
    if listening_at not in EVERY_ADDRESS:
        return [f"http://{_in_url(listening_at)}:{port}"]
    # A browser cannot write the zone that a link-local address needs (RFC 6874).
    others = [each for each in addresses() if not each.is_loopback and not each.is_link_local]
    reached = [each for each in others if each.version == 4 or listening_at == "::"]
    named = [name for name in host_names() if name.endswith(".local")]
    return [f"http://{host}:{port}" for host in ("localhost", *map(_in_url, map(str, reached)), *named)]


def hosts_of(origins: list[str]) -> list[str]:
    """The hosts of these origins, as in ALLOWED_HOSTS. A malformed origin has none."""
    found = []
    for origin in origins:
        with suppress(ValueError):
            if name := urlsplit(origin).hostname:
                found.append(_in_url(name))
    return found


def addresses() -> list[Address]:
    """The IPs of every network interface that is up."""
    try:
        found = list(_interface_addresses())
    except (OSError, AttributeError):  # no getifaddrs(3) here
        found = []
    return list(dict.fromkeys(found))


def _in_url(host: str) -> str:
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return host.lower()
    return f"[{address}]" if address.version == 6 else str(address)


class _Interface(ctypes.Structure):
    """The first fields of struct ifaddrs, up to the address."""


_Interface._fields_ = [
    ("next", ctypes.POINTER(_Interface)),
    ("name", ctypes.c_char_p),
    ("flags", ctypes.c_uint),
    ("address", ctypes.c_void_p),
]


def _interface_addresses() -> Iterator[Address]:
    libc = ctypes.CDLL(None, use_errno=True)
    first = ctypes.POINTER(_Interface)()
    if libc.getifaddrs(ctypes.byref(first)):
        raise OSError(ctypes.get_errno(), "getifaddrs")
    try:
        entry = first
        while entry:
            if entry.contents.address and (address := _read(entry.contents.address)):
                yield address
            entry = entry.contents.next
    finally:
        libc.freeifaddrs(first)


def _read(place: int) -> Address | None:
    """A struct sockaddr. On Linux its first two bytes are the family; elsewhere they are a length and the family."""
    head = ctypes.string_at(place, 2)
    family = int.from_bytes(head, sys.byteorder) if sys.platform == "linux" else head[1]
    if family == socket.AF_INET:
        return IPv4Address(ctypes.string_at(place + 4, 4))
    if family == socket.AF_INET6:
        raw = ctypes.string_at(place + 8, 16)
        # BSD keeps a link-local address's zone in two bytes that are zero on the wire.
        return IPv6Address(raw[:2] + b"\0\0" + raw[4:] if raw[:2] == b"\xfe\x80" else raw)
    return None
