"""Where a connection arrives: a WebSocket goes straight to its protocol, everything else to Daphne's HTTP.

Nearly every opening is whole in the first packet. One that is not, or that is unlike what clients send, takes the long way through
Twisted's HTTP, and is judged by the same rules.
"""

import asyncio
from http import HTTPStatus
from typing import Any
from weakref import WeakSet

import msgspec
from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Protocol, connectionDone
from twisted.protocols.policies import ProtocolWrapper
from twisted.python.failure import Failure

from chat.realtime.connection import SocketProtocol
from chat.realtime.opening import VERSION, BadOpening, Opening, read_opening, refusal
from config.errors import Problem

# For the first byte. Afterwards Twisted's own limits apply.
SILENT_SECONDS = 60.0
# A body that is too large is read and forgotten, since a client that is cut off while it sends never sees why. Up to here.
MOST_FORGOTTEN_BYTES = 16 * 1024 * 1024


class Reception(Protocol):
    """A connection that has said nothing yet."""

    transport: Any

    def __init__(self, http: "Http", address: IAddress) -> None:
        self._http, self._address = http, address

    def connectionMade(self) -> None:
        self._http.silent.add(self)
        self._silence = asyncio.get_event_loop().call_later(SILENT_SECONDS, self.transport.abortConnection)

    def dataReceived(self, data: bytes) -> None:
        self._heard()
        try:
            opening = read_opening(data)
        except BadOpening:
            _hand_over(self.transport, channel := self._http.channel(self._address))
            channel.dataReceived(data)
        else:
            _begin_socket(self._http.server, self.transport, opening)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._heard()

    def _heard(self) -> None:
        self._http.silent.discard(self)
        self._silence.cancel()


class Request(WebRequest):
    """One HTTP request."""

    transport: Any
    received = 0

    def handleContentChunk(self, data: bytes) -> None:
        self.received += len(data)
        if self.received <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            super().handleContentChunk(data)
        elif self.received > MOST_FORGOTTEN_BYTES:
            self.channel.transport.abortConnection()

    def process(self) -> Any:
        if self.received > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Problem("too_large"))
        if self.requestHeaders.getRawHeaders(b"upgrade", [b""])[0].lower() != b"websocket":
            return super().process()
        return self._upgrade()

    def _upgrade(self) -> None:
        try:
            opening = read_opening(self._written_out())
        except BadOpening as bad:
            self._refuse(bad.status, Problem("invalid", bad.reason))
            return
        transport, self.transport = self.transport, None
        _begin_socket(self.server, transport, opening)
        self.server.protocol_disconnected(self)
        self.channel._networkProducer.resumeProducing()

    def _written_out(self) -> bytes:
        fields = [b"%s: %s\r\n" % (name, b",".join(values)) for name, values in self.requestHeaders.getAllRawHeaders()]
        return b"%s %s HTTP/1.1\r\n%s\r\n" % (self.method, self.uri, b"".join(fields))

    def _refuse(self, status: HTTPStatus, problem: Problem) -> None:
        headers = [(b"content-type", b"application/json")]
        if status == HTTPStatus.UPGRADE_REQUIRED:
            headers.append((b"sec-websocket-version", VERSION))
        self.channel.transport.write(refusal(status, headers, msgspec.json.encode(problem.body)))
        self.channel.loseConnection()


class Http(HTTPFactory):
    """Daphne's, with a reception in front of it."""

    def buildProtocol(self, addr: IAddress) -> Reception:
        return Reception(self, addr)

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.silent: set[Reception] = set()
        self._channels: WeakSet[Any] = WeakSet()

    def channel(self, address: IAddress) -> Any:
        channel = super().buildProtocol(address)
        channel.requestFactory = Request
        self._channels.add(channel)
        return channel

    @property
    def in_use(self) -> bool:
        """Whether somebody has a connection that is not a socket, or not one yet."""
        return bool(self.silent or self._open())

    def close_idle(self) -> None:
        for reception in list(self.silent):
            reception.transport.loseConnection()
        for channel in self._open():
            if not channel.requests:
                channel.loseConnection()

    def _open(self) -> list[Any]:
        channels = (channel._channel for channel in self._channels)  # inside Twisted's choice between HTTP/1.1 and 2
        return [channel for channel in channels if channel.transport is not None and channel.transport.connected]


def _begin_socket(server: Any, transport: Any, opening: Opening) -> None:
    protocol: SocketProtocol = server.ws_factory.buildProtocol(transport.getPeer())
    _hand_over(transport, protocol)
    protocol.begin(opening)


def _hand_over(transport: Any, protocol: Any) -> None:
    if isinstance(transport, ProtocolWrapper):
        transport.wrappedProtocol = protocol  # TLS
    else:
        transport.protocol = protocol
    protocol.makeConnection(transport)
