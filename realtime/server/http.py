"""One HTTP connection: Twisted's parser, with deadlines for everything that a client may delay.

Twisted gives a connection another minute with every byte, parses forms on the event loop, and waits forever for a
client to read its answer.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import msgspec
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from core.http import streamed_bodies
from core.problems import Problem
from realtime.private_attributes import head_of
from realtime.server.backpressure import PacedChannel
from realtime.server.large_forms import too_large_page
from realtime.server.upgrade import refusal

# After a refusal the server reads and drops what follows: a client that is cut off while it sends never sees the
# answer. These are the bounds.
LINGER_SECONDS = 5
MEBIBYTE = 1024 * 1024
MOST_FORGOTTEN_BYTES = 16 * MEBIBYTE
# Nobody knows when another connection ends, so `wait` is a guess.
TOO_MANY = Problem("rate_limited", "Too many connections from this address: wait a moment.", wait=5)

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
        command, target, version = head_of(self)
        streamed = streamed_bodies.find(command.decode("latin1"), target.partition(b"?")[0].decode("latin1"))
        most = streamed.most_bytes() if streamed else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if (self.length or 0) > most:
            self.refuse(Problem("too_large"), page=too_large_page(target, self.requests[-1].requestHeaders))
            return
        self.await_body()
        super().allHeadersReceived()
        if streamed and self.length != 0:
            self.requests[-1].begin_stream(command, target, version, most)

    def await_body(self) -> None:
        """Start the timer for a body, or for the next step of a streamed one."""
        self._within(settings.REQUEST_BODY_SECONDS, self._too_slow)

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

    def refuse(
        self, problem: Problem, status: int | None = None, headers: Iterable[Header] = (), *, page: bytes = b""
    ) -> None:
        """Answer at once, before the rest of the request, and end the connection. `page` is a whole answer in place of
        the problem as JSON."""
        if self.is_refused:
            return
        self.is_refused = True
        self.transport.write(page or refused(problem, status, headers))
        for request in self.requests:
            request.end_stream()
        self.loseConnection()

    def drop_rest(self) -> None:
        """Read and drop what still comes of a body whose request is answered already."""
        self.is_refused, self.persistent = True, False

    def _linger(self) -> None:
        self._within(LINGER_SECONDS, self.transport.abortConnection)
        self.transport.loseWriteConnection()

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
        if self.is_refused and hasattr(self.transport, "loseWriteConnection"):  # TLS inside this process has none
            self._linger()
            return
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
