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
        self._deadline = deadline
        self.sock = cast(socket.socket, _TimedSocket(self.socket, deadline))

    def end(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def connect(self) -> None:
        raise OSError("It is opened once, and not by http.client.")


class _TimedSocket:
    """What http.client uses of a socket."""

    def __init__(self, opened: socket.socket, deadline: Deadline) -> None:
        self._opened, self._deadline = opened, deadline

    def sendall(self, data: Any) -> None:
        self._opened.settimeout(self._deadline.left)
        self._opened.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._opened, self._deadline))

    def close(self) -> None:
        """Who opened it closes it: http.client does so before the body is read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, opened: socket.socket, deadline: Deadline) -> None:
        self._opened, self._deadline = opened, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._opened.settimeout(self._deadline.left)
        return self._opened.recv_into(buffer)


@cache
def trusted() -> ssl.SSLContext:
    """The system's authorities, read once."""
    return ssl.create_default_context()
