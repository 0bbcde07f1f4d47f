"""Clients that drag a request out, open too many connections, or do not read what they asked for."""

import socket
import threading
import time
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import pytest

from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.realtime.server.connections import HEAD, IDLE, MOST, WELL_PAST, answer_on, drip, line_to, refusal_on, request


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"GET / HTTP/1.1\r\n", b"a"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"A: b\r\n"),
        (b"G", b"E"),
        (request(Content_Length="1000"), b"x"),
        (request(Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
        (request(Transfer_Encoding="chunked"), b"1"),
        (request(b"0\r\n", Transfer_Encoding="chunked"), b"Trailer: x\r\n"),
        (request(method="GET", path="/", Content_Length="1000"), b"x"),
    ],
    ids=["a header", "headers", "a method", "a body", "chunks", "the size of a chunk", "trailers", "a body of GET"],
)
def test_a_request_arrives_in_time_or_not_at_all(line: socket.socket, begin: bytes, piece: bytes) -> None:
    line.sendall(begin)
    dripping = threading.Thread(target=drip, args=(line, iter(lambda: piece, None)), daemon=True)
    dripping.start()
    begun = time.monotonic()
    assert refusal_on(line) == (408, "request_timeout")
    assert time.monotonic() - begun < WELL_PAST
    dripping.join(WELL_PAST)
    assert not dripping.is_alive()


@pytest.mark.parametrize("said", [b"", request(method="GET", path="/healthz")], ids=["nothing", "one request"])
def test_who_says_nothing_more_is_not_waited_for(line: socket.socket, said: bytes) -> None:
    line.sendall(said)
    assert answer_on(line).startswith(b"HTTP/1.1 200 " if said else b"")


def test_a_connection_that_is_used_stays(hurried: Site) -> None:
    wait_until(lambda: is_kept_while_used(hurried), 4 * WELL_PAST, "a time in which this test got a processor")


def is_kept_while_used(site: Site) -> bool:
    """False where this side fell silent for too long itself, since the machine was busy."""
    with line_to(site) as line:
        begun = said = time.monotonic()
        while time.monotonic() - begun < IDLE + HEAD + 1:
            answer = answer_to(line, request(method="GET", path="/healthz"))
            silence, said = time.monotonic() - said, time.monotonic()
            if not answer and silence > IDLE / 2:
                return False
            assert answer.startswith(b"HTTP/1.1 200 ")
            time.sleep(0.2)
    return True


def test_requests_in_a_row_are_answered_one_by_one(line: socket.socket) -> None:
    sending = threading.Thread(target=line.sendall, args=(request(method="GET", path="/healthz") * 500,), daemon=True)
    sending.start()
    answers, got = b"", count()
    while answers.count(b"HTTP/1.1 200 ") < 500 and next(got) < 10_000:
        answers += line.recv(65536)
    assert answers.count(b"HTTP/1.1 200 ") == 500


@pytest.mark.parametrize("close", [True, False])
def test_who_does_not_read_is_not_waited_for(hurried: Site, close: bool) -> None:
    """The schema is larger than the kernel holds for a client with a small window."""
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.connect(("127.0.0.1", hurried.port))
        port = slow.getsockname()[1]
        ask = request(method="GET", path="/api/schema/?format=json", Connection="close" if close else "keep-alive")
        assert port in open_ports(hurried)
        slow.sendall(ask * (1 if close else 200))
        wait_until(lambda: port not in open_ports(hurried), WELL_PAST, "the server to give up")


class TestConnectionsOfOneAddress:
    def test_are_so_many(self, tmp_path: Path) -> None:
        """On a site that keeps the first of them until the last is open."""
        with Site(tmp_path, env={**PRODUCTION, "CONNECTIONS_PER_ADDRESS": str(MOST)}) as site:
            with ExitStack() as opened:
                for _ in range(MOST):
                    opened.enter_context(line_to(site, "127.0.0.2"))
                with line_to(site, "127.0.0.2") as another:
                    assert refusal_on(another) == (429, "rate_limited")
                assert is_served(site, "127.0.0.3")
            wait_until(lambda: is_served(site, "127.0.0.2"), what="the server to notice that they are gone")

    @pytest.mark.parametrize(
        ("first", "same", "other"),
        [("203.0.113.7", "203.0.113.7", "203.0.113.8"), ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1")],
    )
    def test_behind_a_proxy_are_those_it_names(self, tmp_path: Path, first: str, same: str, other: str) -> None:
        env = {**PRODUCTION, "PROXIES": "1", "CONNECTIONS_PER_ADDRESS": "3"}
        opening = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
        opening["Sec_WebSocket_Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        with Site(tmp_path, env=env) as site, ExitStack() as opened:
            for _ in range(3):
                connection = opened.enter_context(line_to(site))
                connection.sendall(request(method="GET", path="/healthz", X_Forwarded_For=f"evil, {first}"))
                assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
            with line_to(site) as connection:
                connection.sendall(request(method="GET", path="/healthz", X_Forwarded_For=same))
                assert refusal_on(connection) == (429, "rate_limited")
            with line_to(site) as connection:
                connection.sendall(request(b"", path="/ws/chat/", method="GET", X_Forwarded_For=same, **opening))
                assert refusal_on(connection) == (429, "rate_limited")
            with line_to(site) as connection:
                connection.sendall(request(method="GET", path="/healthz", X_Forwarded_For=other))
                assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def is_served(site: Site, address: str) -> bool:
    with line_to(site, address) as connection:
        return answer_to(connection, request(method="GET", path="/healthz")).startswith(b"HTTP/1.1 200 ")


def answer_to(connection: socket.socket, asked: bytes) -> bytes:
    """Empty where the server ended the connection before."""
    with suppress(ConnectionError):
        connection.sendall(asked)
        return connection.recv(65536)
    return b""


def open_ports(site: Site) -> set[int]:
    """Of those who are connected to it."""
    server = f":{site.port:04X}"
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {int(row[2].split(":")[1], 16) for row in rows if row[1].endswith(server) and row[3] == "01"}
