"""HTTP: Twisted's parser and Daphne's requests, with deadlines for everything that a client may delay.

Twisted gives a connection another minute with every byte, parses forms on the event loop, and waits forever for a
client to read its answer.
"""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec
from daphne.http_protocol import WebRequest
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from core.http.response_headers import RAW
from core.problems import Problem
from realtime.private_attributes import resume_reading
from realtime.server.backpressure import PacedChannel
from realtime.server.request_target import read_target
from realtime.server.upgrade import VERSION, BadUpgrade, read_upgrade, refusal

# After a refusal the server reads and drops what follows: a client that is cut off while it sends never sees the
# answer. These are the bounds.
LINGER_SECONDS = 5
MOST_FORGOTTEN_BYTES = 16 * 1024 * 1024
# Each piece of a body costs a turn of the parser, however small it is. A mebibyte in the smallest usual packets is
# 2,000 pieces.
MOST_PIECES = 8_192
# Nobody knows when another connection ends, so `wait` is a guess.
TOO_MANY = Problem("rate_limited", "Too many connections from this address: wait a moment.", wait=5)
CODES = {400: "invalid", 500: "server_error", 503: "unavailable"}

Header = tuple[bytes, bytes]


def refused(problem: Problem, status: int | None = None, headers: Iterable[Header] = ()) -> bytes:
    """A whole answer as bytes. `status` replaces the problem's own."""
    wait = [(b"retry-after", str(int(problem.wait)).encode())] if problem.wait else []
    content = (b"content-type", b"application/json")
    return refusal(status or problem.status, [content, *wait, *headers], msgspec.json.encode(problem.body))


class Channel(PacedChannel):
    """One connection. At most one timer runs: for a head, for a body, for an answer that waits to be read, or for
    the close."""

    transport: Any
    requests: list[Any]
    length: int | None
    _clock: asyncio.TimerHandle | None = None
    is_refused = _until_read = False
    _forgotten = 0

    # -- Reading

    def dataReceived(self, data: bytes) -> None:
        if self.is_refused:
            self._forget(data)
            return
        if self._clock is None and not self._handlingRequest:
            self._within(settings.REQUEST_HEAD_SECONDS, self._too_slow)
        super().dataReceived(data)

    def lineReceived(self, line: bytes) -> None:
        if self.is_refused:
            return
        if line[:1] in (b" ", b"\t"):
            # A folded header line (RFC 9112 5.2). No client sends it, and Twisted joins thousands of lines one by one.
            self._respondToBadRequestAndDisconnect()
            return
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:
        if (self.length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            self.refuse(Problem("too_large"))
            return
        self._within(settings.REQUEST_BODY_SECONDS, self._too_slow)
        super().allHeadersReceived()

    def rawDataReceived(self, data: bytes) -> None:
        if self.is_refused:
            self._forget(data)
        else:
            super().rawDataReceived(data)

    def allContentReceived(self) -> None:
        if not self.is_refused:
            self._stop_clock()
            super().allContentReceived()

    def lineLengthExceeded(self, line: bytes) -> None:
        self._respondToBadRequestAndDisconnect()

    # -- Refusing

    def refuse(self, problem: Problem, status: int | None = None, headers: Iterable[Header] = ()) -> None:
        """Answer at once, before the rest of the request, and end the connection."""
        if self.is_refused:
            return
        self.is_refused = True
        self.setTimeout(None)
        self.transport.write(refused(problem, status, headers))
        if hasattr(self.transport, "loseWriteConnection"):
            self._within(LINGER_SECONDS, self.transport.abortConnection)
            self.transport.loseWriteConnection()
        else:
            self.loseConnection()  # TLS inside this process

    def _respondToBadRequestAndDisconnect(self) -> None:
        self.refuse(Problem("invalid", "This is no HTTP request that the server understands."))

    def _forget(self, data: bytes) -> None:
        self._forgotten += len(data)
        if self._forgotten > MOST_FORGOTTEN_BYTES:
            self.transport.abortConnection()

    def _too_slow(self) -> None:
        self.refuse(Problem("request_timeout"))

    # -- Writing

    def pauseProducing(self) -> None:
        """Start a timer: the client reads more slowly than the server answers."""
        super().pauseProducing()
        if self._clock is None:
            self._within(settings.ANSWER_SECONDS, self.transport.abortConnection)
            self._until_read = True

    def resumeProducing(self) -> None:
        if self._until_read:
            self._stop_clock()
        super().resumeProducing()

    def timeoutConnection(self) -> None:
        if self._clock:
            self.setTimeout(self.timeOut)  # another timer ends what is under way
        else:
            self.loseConnection()

    def loseConnection(self) -> None:
        # Bytes written before this call are still sent.
        self.setTimeout(None)
        self._within(settings.ANSWER_SECONDS, self.transport.abortConnection)
        super().loseConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._stop_clock()
        super().connectionLost(reason)

    # -- The timer

    def _within(self, seconds: float, otherwise: Any) -> None:
        self._stop_clock()
        self._clock = asyncio.get_event_loop().call_later(seconds, self._ring, otherwise)

    def _ring(self, otherwise: Any) -> None:
        self._stop_clock()
        otherwise()

    def _stop_clock(self) -> None:
        if self._clock:
            self._clock.cancel()
        self._clock, self._until_read = None, False


class Request(WebRequest):
    """One HTTP request."""

    channel: Channel
    transport: Any
    uri: bytes
    received = pieces = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        # Otherwise Twisted parses forms here, on the event loop: a mebibyte of empty fields stops all clients for half
        # a second.
        super().__init__(*args, **options, parsePOSTFormSubmission=False)

    def handleContentChunk(self, data: bytes) -> None:
        self.received += len(data)
        self.pieces += 1
        if self.received > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            self.channel.refuse(Problem("too_large"))
        elif self.pieces > MOST_PIECES:
            self.channel.refuse(Problem("invalid", "The body comes in too many pieces."))
        elif not self.channel.is_refused:
            super().handleContentChunk(data)

    def process(self) -> Any:
        factory = self.channel.factory
        headers = self.requestHeaders
        if headers.hasHeader(b"transfer-encoding"):
            # The body is whole now (RFC 9112 7.1.3). Django reads no further than this length.
            headers.removeHeader(b"transfer-encoding")
            headers.setRawHeaders(b"content-length", [str(self.received).encode()])
        if not self._take_target():
            self.channel.refuse(Problem("invalid", "The request's target names no host that the server understands."))
        elif settings.PROXIES and not factory.admits(
            self.transport, b",".join(headers.getRawHeaders(b"x-forwarded-for", []))
        ):
            self.channel.refuse(TOO_MANY)
        elif headers.getRawHeaders(b"upgrade", [b""])[0].lower() != b"websocket":
            return super().process()
        else:
            self._upgrade()
        return None

    def _take_target(self) -> bool:
        """Bring the target into origin form. Its host counts, whatever the header Host says."""
        target = read_target(self.uri)
        if target is None or (target.host and len(self.requestHeaders.getRawHeaders(b"host", [])) != 1):
            return False
        if target.host:
            self.requestHeaders.setRawHeaders(b"host", [target.host])
            self.uri, self.path = target.uri, target.uri.partition(b"?")[0]
        return True

    def handle_exception(self, exception: BaseException) -> None:
        if self._response_started:
            self.channel.transport.abortConnection()  # half an answer must not look like a whole one
        else:
            super().handle_exception(exception)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Write Daphne's own refusals in the shape of all other refusals."""
        problem = Problem(CODES.get(status, "server_error"), body)
        content = msgspec.json.encode(problem.body)
        headers = [*RAW, (b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": content})

    def _upgrade(self) -> None:
        try:
            opening = read_upgrade(self._written_out())
        except BadUpgrade as bad:
            version = [(b"sec-websocket-version", VERSION)] if bad.status == HTTPStatus.UPGRADE_REQUIRED else []
            self.channel.refuse(Problem("invalid", bad.reason), bad.status, version)
            return
        transport, self.transport = self.transport, None
        channel: Any = self.channel
        channel.factory.begin_socket(transport, opening)
        self.server.protocol_disconnected(self)
        resume_reading(channel)

    def _written_out(self) -> bytes:
        fields = [b"%s: %s\r\n" % (name, b",".join(values)) for name, values in self.requestHeaders.getAllRawHeaders()]
        return b"%s %s HTTP/1.1\r\n%s\r\n" % (self.method, self.uri, b"".join(fields))
