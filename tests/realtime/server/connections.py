"""The limits of a site that waits only seconds, and requests byte by byte over connections of one's own."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

from lab.servers.site import Site

HEAD, BODY, ANSWER, IDLE, MOST = 2, 3, 3, 3, 20
LIMITS = {
    "REQUEST_HEAD_SECONDS": HEAD,
    "REQUEST_BODY_SECONDS": BODY,
    "ANSWER_SECONDS": ANSWER,
    "IDLE_SECONDS": IDLE,
    "CONNECTIONS_PER_ADDRESS": MOST,
}
# A deadline of three seconds has long passed by then, also on a machine that is busy.
WELL_PAST = 30
MEBIBYTE = 1024 * 1024


def line_to(site: Site, address: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=WELL_PAST, source_address=(address, 0))


def answer_on(connection: socket.socket) -> bytes:
    """Everything until the server ends the connection."""
    parts: list[bytes] = []
    with suppress(ConnectionResetError):
        parts.extend(iter(lambda: connection.recv(65536), b""))
    return b"".join(parts)


def refusal_on(connection: socket.socket) -> tuple[int, str]:
    head, _, body = answer_on(connection).partition(b"\r\n\r\n")
    assert b"cache-control: no-store" in head
    assert b"content-security-policy: default-src 'none'" in head
    return int(head.split()[1]), json.loads(body)["code"]


def request(body: bytes = b"", *, path: str = "/api/token/", method: str = "POST", **headers: str) -> bytes:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"Host": "127.0.0.1", "Content-Type": "application/json", **given}
    fields = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{fields}\r\n".encode() + body


def drip(connection: socket.socket, data: Iterator[bytes]) -> None:
    """Piece by piece, each before anybody could call the connection silent, until the server has had enough."""
    with suppress(OSError):
        for piece in data:
            connection.sendall(piece)
            time.sleep(0.1)
