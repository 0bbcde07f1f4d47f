"""Limit the connections of one IP, so that one client cannot take all that a worker can hold."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from weakref import WeakSet

from django.conf import settings

# IPs remembered; above this number, or twice as many as had open connections then, those without any are forgotten.
MOST_REMEMBERED = 10_000


class Connections:
    """The open connections by IP."""

    def __init__(self) -> None:
        self._open: dict[str, WeakSet[Any]] = {}
        self._kept = 0  # when some were forgotten last

    def admit(self, address: str, transport: Any) -> bool:
        """Whether the IP has no more than CONNECTIONS_PER_ADDRESS connections with this one. Repeated calls for one
        connection count once."""
        network = _network(address)
        connections = self._open.setdefault(network, WeakSet())
        if transport not in connections and len(connections) >= settings.CONNECTIONS_PER_ADDRESS:
            connections = self._open[network] = _still_open(connections)
            if len(connections) >= settings.CONNECTIONS_PER_ADDRESS:
                return False
        connections.add(transport)
        # All of them are looked at: while so many are open, not for each that comes.
        if len(self._open) > max(MOST_REMEMBERED, 2 * self._kept):
            self._forget()
        return True

    def _forget(self) -> None:
        living = {network: _still_open(connections) for network, connections in self._open.items()}
        self._open = {network: connections for network, connections in living.items() if connections}
        self._kept = len(self._open)


def forwarded(header: bytes, peer: str) -> str:
    """The client's IP as the outermost of PROXIES trusted proxies saw it; the peer's IP when there is no proxy."""
    named = [part.strip() for part in header.decode("latin-1").split(",") if part.strip()]
    return named[-min(settings.PROXIES, len(named))] if settings.PROXIES and named else peer


def _network(address: str) -> str:
    """The key of an IP: one /64 network for IPv6, since every household has 2^64 addresses. Other values, such as a
    socket file's name, share one key."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip.packed, 64), strict=False))
    return str(ip)


def _still_open(connections: WeakSet[Any]) -> WeakSet[Any]:
    return WeakSet(transport for transport in connections if transport.connected)
