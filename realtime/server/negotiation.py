"""Decide what a new connection is: a WebSocket goes straight to its protocol, everything else to Daphne's HTTP.

Nearly every upgrade request is whole in the first packet. A request that is not whole, or that is unusual, takes the
longer way through Twisted's HTTP and is checked by the same rules.
"""

import asyncio
from typing import Any
from weakref import WeakSet

from daphne.http_protocol import HTTPFactory
from django.conf import settings
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Protocol, connectionDone
from twisted.protocols.policies import ProtocolWrapper
from twisted.python.failure import Failure

from realtime.server.connection import SocketProtocol
from realtime.server.connections_per_ip import Connections, forwarded
from realtime.server.http import TOO_MANY, Channel, refused
from realtime.server.request import Request
from realtime.server.upgrade import BadUpgrade, UpgradeRequest, read_upgrade


class Negotiation(Protocol):
    """A connection that has sent nothing yet."""

    transport: Any

    def __init__(self, http: "Http", address: IAddress) -> None:
        self._http, self._address = http, address

    def connectionMade(self) -> None:
        self._http.silent.add(self)
        self._silence = asyncio.get_event_loop().call_later(settings.IDLE_SECONDS, self.transport.abortConnection)
        if not settings.PROXIES and not self._http.admits(self.transport):
            self.transport.write(refused(TOO_MANY))
            self.transport.loseConnection()

    def dataReceived(self, data: bytes) -> None:
        self._heard()
        try:
            opening = read_upgrade(data)
        except BadUpgrade:
            _hand_over(self.transport, channel := self._http.channel(self._address))
            channel.dataReceived(data)
        else:
            self._http.begin_socket(self.transport, opening)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._heard()

    def _heard(self) -> None:
        self._http.silent.discard(self)
        self._silence.cancel()


class Http(HTTPFactory):
    """Daphne's HTTP factory. It makes a Negotiation for each new connection."""

    def buildProtocol(self, addr: IAddress) -> Negotiation:
        return Negotiation(self, addr)

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.timeOut = settings.IDLE_SECONDS
        self.silent: set[Negotiation] = set()
        self._channels: WeakSet[Channel] = WeakSet()
        self._connections = Connections()

    def protocol(self) -> Channel:
        return Channel()

    def channel(self, address: IAddress) -> Channel:
        channel: Channel = super().buildProtocol(address)
        channel.requestFactory = Request
        self._channels.add(channel)
        return channel

    def admits(self, transport: Any, forwarded_for: bytes = b"") -> bool:
        """Whether the IP may have this connection besides its others. Behind a proxy the IP is known once a
        request's head was read."""
        peer = getattr(transport.getPeer(), "host", "")
        return self._connections.admit(forwarded(forwarded_for, peer), transport)

    def begin_socket(self, transport: Any, opening: UpgradeRequest) -> None:
        if settings.PROXIES and not self.admits(transport, dict(opening.headers).get(b"x-forwarded-for", b"")):
            transport.write(refused(TOO_MANY))
            transport.loseConnection()
            return
        protocol: SocketProtocol = self.server.ws_factory.buildProtocol(transport.getPeer())
        _hand_over(transport, protocol)
        protocol.begin(opening)

    @property
    def in_use(self) -> bool:
        """Whether an HTTP connection, or one that has sent nothing yet, is open."""
        return bool(self.silent or self._open())

    def close_idle(self) -> None:
        for reception in list(self.silent):
            reception.transport.loseConnection()
        for channel in self._open():
            if not channel.requests:
                channel.loseConnection()

    def _open(self) -> list[Channel]:
        return [channel for channel in self._channels if channel.transport is not None and channel.transport.connected]


def _hand_over(transport: Any, protocol: Any) -> None:
    if isinstance(transport, ProtocolWrapper):
        transport.wrappedProtocol = protocol  # TLS
    else:
        transport.protocol = protocol
    protocol.makeConnection(transport)
