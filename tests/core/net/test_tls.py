"""TLS is with the name that somebody typed in, whichever address it leads to."""

import io
import socket
import ssl
import threading
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from core.net import client
from core.net.connection import Connection, Deadline
from core.net.kept_connections import KeptConnections
from tests.core.net.server import Handler, Server, resolve_to, self_signed, why


@pytest.fixture
def secure(server: Server, tmp_path: Path) -> tuple[Server, ssl.SSLContext]:
    """The server with a certificate for push.example, and who trusts it."""
    certificate, key = self_signed("push.example", tmp_path)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    return server, ssl.create_default_context(cafile=str(certificate))


def test_the_name_is_that_of_the_url(secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> None:
    server, context = secure
    resolve_to(monkeypatch, ["127.0.0.1"])
    url = f"https://push.example:{server.server_port}/"
    assert client.send("GET", url, context=context).status == 200
    other = f"https://other.example:{server.server_port}/"
    assert why(lambda: client.send("GET", other, context=context)) == "failed"


@pytest.mark.parametrize(("scheme", "other"), [("https", 80), ("http", 443)])
def test_the_port_that_everybody_leaves_out(scheme: str, other: int) -> None:
    """As browsers name a host: services compare it with what was signed."""
    for port, host in ((client.PORTS[scheme], "push.example"), (other, f"push.example:{other}")):
        address, tls = IPv4Address("127.0.0.1"), scheme == "https"
        asked = Connection("push.example", port, address, Deadline(1), tls=tls, context=None)
        assert headers_of(asked)["Host"] == host


def headers_of(connection: Connection) -> Message:
    """What it would send."""
    sent = bytearray()
    connection.send = sent.extend  # type: ignore[method-assign,assignment]
    connection.request("GET", "/")
    return message_from_bytes(bytes(sent).partition(b"\r\n")[2])


def test_what_came_with_an_answer_is_nobody_elses(
    secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is deciphered with it, and the socket shows nothing more of it. A subscription would go where another one's is gone."""
    server, context = secure
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.1")
    resolve_to(monkeypatch, ["127.0.0.1"])
    head, tail = b"HTTP/1.1 201 \r\nContent-Length: 0\r\nX: ", b"HTTP/1.1 410 \r\nContent-Length: 0\r\n\r\n"
    padding = b"a" * (io.DEFAULT_BUFFER_SIZE - len(head) - 4)
    server.answers["/odd"] = lambda handler: handler.wfile.write(head + padding + b"\r\n\r\n" + tail)
    url, kept = f"https://push.example:{server.server_port}/", KeptConnections()
    for path, status in (("odd", 201), ("", 200), ("", 200)):
        assert client.send("GET", url + path, context=context, kept=kept).status == status
    assert len(kept) == 1
    kept.end_all()


def test_who_is_not_trusted(secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["127.0.0.1"])
    assert why(lambda: client.send("GET", f"https://push.example:{secure[0].server_port}/")) == "failed"


def test_a_dot_at_its_end_is_for_the_resolver(
    secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, context = secure
    asked = resolve_to(monkeypatch, ["127.0.0.1"])
    assert client.send("GET", f"https://push.example.:{server.server_port}/", context=context).status == 200
    assert asked == ["push.example."]


def test_one_byte_at_a_time(secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> None:
    server, context = secure
    resolve_to(monkeypatch, ["127.0.0.1"])
    stopped = threading.Event()

    def drip(handler: Any) -> None:
        with suppress(OSError):
            while not stopped.wait(0.05):
                handler.wfile.write(b"H")

    server.answers["/"] = drip
    url = f"https://push.example:{server.server_port}/"
    try:
        assert why(lambda: client.send("GET", url, context=context, seconds=0.5)) == "late"
    finally:
        stopped.set()


def test_who_never_says_hello(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It listens, and the handshake ends with the time."""
    resolve_to(monkeypatch, ["127.0.0.1"])
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://push.example:{silent.getsockname()[1]}/"
        assert why(lambda: client.send("GET", url, seconds=0.3)) == "late"
