"""Connections on which a test decides what is in which packet."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.served import Served

KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the example of RFC 6455 1.3, with its proof
HEADERS = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": KEY,
    "Sec-WebSocket-Version": "13",
}


def request(line: str = "GET /ws/chat/ HTTP/1.1", headers: Mapping[str, str | None] | None = None) -> bytes:
    """A None takes a header away."""
    fields = {**HEADERS, **(headers or {})}
    lines = [line, *(f"{name}: {value}" for name, value in fields.items() if value is not None), "", ""]
    return "\r\n".join(lines).encode("latin1")


class Line:
    """A connection on which the test decides what is in which packet."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._reader = connection.makefile("rb")

    def close(self) -> None:
        self._reader.close()
        self.connection.close()

    def say(self, data: bytes, pieces: str = "whole") -> None:
        parts = [data] if pieces == "whole" else [data[:40], data[40:41], data[41:]]
        for part in parts:
            self.connection.sendall(part)
            if pieces != "whole":
                self.settle()

    def settle(self) -> None:
        """Until the server has read everything: what is sent next is another packet for it."""
        ours, theirs = (f":{port:04X}" for port in (self.connection.getsockname()[1], self.connection.getpeername()[1]))
        wait_until(lambda: self._waiting(theirs, ours) == 0, what="the server to read")

    def _waiting(self, theirs: str, ours: str) -> int:
        """Bytes in the server's receive queue (proc_net_tcp(5): local and remote address, state, tx_queue:rx_queue)."""
        for row in Path("/proc/net/tcp").read_text().splitlines():
            fields = row.split()
            if fields[1].endswith(theirs) and fields[2].endswith(ours):
                return int(fields[4].partition(":")[2], 16)
        raise AssertionError("the connection is gone")

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        status = int(self._reader.readline().split()[1])
        headers = {}
        while line := self._reader.readline().strip():
            name, _, value = line.decode("latin1").partition(":")
            headers[name.lower()] = value.strip()
        return status, headers, self._reader.read(int(headers.get("content-length", 0)))

    def read(self, size: int) -> bytes:
        return self._reader.read(size)

    def frame(self) -> Any:
        kind, length = self._reader.read(2)
        assert kind == 0x81
        length = int.from_bytes(self._reader.read(2), "big") if length == 126 else length
        return json.loads(self._reader.read(length))


@contextmanager
def line_to(site: Served) -> Iterator[Line]:
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with closing(Line(connection)) as line:
        yield line


def offering(person: Person) -> bytes:
    return request(headers={"Sec-WebSocket-Protocol": f"chat.v1, bearer.{person.token}"})
