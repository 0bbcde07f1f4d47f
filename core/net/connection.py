"""A connection to a checked address that speaks as if to the name, where every wait ends with the request.

The timeout of a socket begins anew with every byte, so one that drips would never end. Here each wait takes what is left
of the whole.
"""

import http.client
import io
import socket
import ssl
import time
from functools import cache
from typing import Any, cast

from core.net.addresses import Address
from core.net.refusals import Refused

# Of the head of an answer, and of interim ones before it. http.client bounds lines and their number, but what a bare \r
# divides is one line to it and thousands of headers to its parser, which takes seconds for some megabytes.
MOST_HEAD_BYTES = 32 * 1024
# What is read beside a body of so many bytes: the sizes of chunks, and their trailers.
AROUND_A_BODY = 2


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds. Raises Refused where none are left."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise Refused("late")
        return left


class Connection(http.client.HTTPConnection):
    """`host` is the name for the server and its certificate; the connection goes to `address`."""

    def __init__(
        self, host: str, port: int, address: Address, deadline: Deadline, *, tls: bool, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port)
        # http.client names every other port in the header Host; a browser leaves out that of https.
        self.default_port = 443 if tls else 80
        self._address, self._deadline = address, deadline
        self._context = (context or trusted()) if tls else None
        self._opened: socket.socket | None = None
        self._incoming = _Incoming()
        self.opened_at = time.monotonic()

    @property
    def socket(self) -> socket.socket:
        """Raises OSError where it is not open."""
        if self._opened is None:
            raise OSError("It is not open.")
        return self._opened

    def open(self, seconds: float) -> None:
        """Connect, within so many seconds, and agree on TLS. Raises OSError."""
        self._opened = socket.create_connection((str(self._address), self.port), min(seconds, self._deadline.left))
        if self._context is not None:
            self._opened.settimeout(self._deadline.left)
            # A trailing dot is for the resolver; no certificate has it.
            self._opened = self._context.wrap_socket(self._opened, server_hostname=self.host.removesuffix("."))
        self.use(self._deadline)

    def use(self, deadline: Deadline) -> None:
        """For another request, whose time begins anew."""
        self._deadline, self._incoming = deadline, _Incoming()
        self.sock = cast(socket.socket, _TimedSocket(self.socket, deadline, self._incoming))

    def allow_body(self, most_bytes: int) -> None:
        """After the head of an answer was read: what may come of it still."""
        self._incoming.left = AROUND_A_BODY * most_bytes + MOST_HEAD_BYTES

    @property
    def has_said_more(self) -> bool:
        """Whether the server has sent bytes after the answer that was read: the next request would be given them."""
        pending = self._opened.pending() if isinstance(self._opened, ssl.SSLSocket) else 0
        return self._incoming.has_more or pending > 0

    def end(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def connect(self) -> None:
        raise OSError("It is opened once, and not by http.client.")


class _Incoming:
    """Of one request. `left`: bytes that may be read. `has_more`: whether some came that are not of its answer."""

    def __init__(self) -> None:
        self.left = MOST_HEAD_BYTES
        self.has_more = False


class _TimedSocket:
    """What http.client uses of a socket."""

    def __init__(self, opened: socket.socket, deadline: Deadline, incoming: _Incoming) -> None:
        self._opened, self._deadline, self._incoming = opened, deadline, incoming

    def sendall(self, data: Any) -> None:
        self._opened.settimeout(self._deadline.left)
        self._opened.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        return _AnswerReader(_TimedReader(self._opened, self._deadline, self._incoming), self._incoming)

    def close(self) -> None:
        """Who opened it closes it: http.client does so before the body is read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, opened: socket.socket, deadline: Deadline, incoming: _Incoming) -> None:
        self._opened, self._deadline, self._incoming = opened, deadline, incoming
        self.is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.is_over:
            return 0
        if self._incoming.left <= 0:
            raise Refused("too_large")
        self._opened.settimeout(self._deadline.left)
        count = self._opened.recv_into(buffer)
        self._incoming.left -= count
        return count


class _AnswerReader(io.BufferedReader):
    """Notes what it has read ahead of the answer's end. http.client closes it there."""

    def __init__(self, raw: _TimedReader, incoming: _Incoming) -> None:
        super().__init__(raw)
        self._timed, self._incoming = raw, incoming

    def close(self) -> None:
        if not self.closed:
            self._timed.is_over = True
            self._incoming.has_more = bool(self.peek(1))
        super().close()


@cache
def trusted() -> ssl.SSLContext:
    """The system's authorities, read once."""
    return ssl.create_default_context()
