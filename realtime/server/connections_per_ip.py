"""How many connections one address has, so that no stranger has all that a worker can hold."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from weakref import WeakSet

from django.conf import settings

# Addresses whose connections are all gone are forgotten when there are so many.
MOST_REMEMBERED = 10_000


class Connections:
    """Those of each address that are still open."""

    def __init__(self) -> None:
        self._open: dict[str, WeakSet[Any]] = {}

    def admit(self, address: str, transport: Any) -> bool:
        """Whether this connection is one of no more than CONNECTIONS_PER_ADDRESS. The same one may be admitted any number of times."""
        network = _network(address)
        connections = self._open.setdefault(network, WeakSet())
        if transport not in connections and len(connections) >= settings.CONNECTIONS_PER_ADDRESS:
            connections = self._open[network] = _still_open(connections)
            if len(connections) >= settings.CONNECTIONS_PER_ADDRESS:
                return False
        connections.add(transport)
        if len(self._open) > MOST_REMEMBERED:
            self._forget()
        return True

    def _forget(self) -> None:
        living = {network: _still_open(connections) for network, connections in self._open.items()}
        self._open = {network: connections for network, connections in living.items() if connections}


def forwarded(header: bytes, peer: str) -> str:
    """The client's address as the outermost of PROXIES trusted proxies saw it; without one, the peer's."""
    named = [part.strip() for part in header.decode("latin-1").split(",") if part.strip()]
    return named[-min(settings.PROXIES, len(named))] if settings.PROXIES and named else peer


def _network(address: str) -> str:
    """Every household has 2^64 addresses of IPv6. What is no address, such as a socket file's, counts as one."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip.packed, 64), strict=False))
    return str(ip)


def _still_open(connections: WeakSet[Any]) -> WeakSet[Any]:
    return WeakSet(transport for transport in connections if transport.connected)
