"""HTTP as no library would write it: any Host, any method, any body."""

import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

SECONDS = 20
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # RFC 6455 1.3


class Raw(NamedTuple):
    status: int
    head: str
    body: str


def ask(port: int, request: bytes, *, at: str = "127.0.0.1", more: Iterable[bytes] = ()) -> Raw:
    """What comes back until the server hangs up; status 0 where nothing does. `more` is sent behind the request."""
    with socket.create_connection((at, port), timeout=SECONDS) as connection:
        with suppress(OSError):  # the server may have heard enough
            connection.sendall(request)
            for part in more:
                connection.sendall(part)
        answer = b""
        with suppress(OSError):
            while part := connection.recv(65536):
                answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    return Raw(status, head.decode("latin1"), body.decode(errors="replace"))


def request(
    method: str = "GET",
    path: str = "/",
    *,
    host: str | None = "127.0.0.1",
    body: bytes = b"",
    content_type: str = "application/json",
    **headers: str,
) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *([] if host is None else [f"Host: {host}"]), "Connection: close"]
    if body:
        lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def upgrade(path: str = "/ws/chat/", *, host: str, token: str = "", origin: str = "") -> bytes:
    """The opening of a socket."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {KEY}", "Sec-WebSocket-Version: 13"]
    lines += [f"Sec-WebSocket-Protocol: chat.v1, bearer.{token}"] if token else []
    lines += [f"Origin: {origin}"] if origin else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n"
