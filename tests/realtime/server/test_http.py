"""Clients that drag a request out, send too much of it, open too many connections, or do not read what they asked for."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import pytest

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site

HEAD, BODY, ANSWER, IDLE, MOST = 1, 2, 2, 2, 20
LIMITS = {
    "REQUEST_HEAD_SECONDS": HEAD,
    "REQUEST_BODY_SECONDS": BODY,
    "ANSWER_SECONDS": ANSWER,
    "IDLE_SECONDS": IDLE,
    "CONNECTIONS_PER_ADDRESS": MOST,
}
# A deadline of two seconds has long passed by then, also on a machine that is busy.
WELL_PAST = 30
MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that waits two seconds where others wait a minute or two."""
    env = {**PRODUCTION, **{name: str(value) for name, value in LIMITS.items()}}
    with Site(tmp_path_factory.mktemp("hurried"), env=env) as site, site.no_traceback():
        Person.set_up(site)
        yield site


@pytest.fixture
def line(hurried: Site) -> Iterator[socket.socket]:
    with line_to(hurried) as connection:
        yield connection


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


def test_a_connection_that_is_used_stays(line: socket.socket) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < IDLE + HEAD + 1:
        line.sendall(request(method="GET", path="/healthz"))
        assert line.recv(65536).startswith(b"HTTP/1.1 200 ")
        time.sleep(0.2)


@pytest.mark.parametrize(
    "path", ["/api/token/", "/", "/admin/login/", "/static/irori/admin.css", "/nothing", "/ws/chat/"]
)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_gibibyte_is_refused_before_it_comes(line: socket.socket, path: str, method: str) -> None:
    line.sendall(request(path=path, method=method, Content_Length=str(1024 * MEBIBYTE), Expect="100-continue"))
    assert refusal_on(line) == (413, "too_large")


@pytest.mark.timed
def test_who_sends_it_all_the_same_is_cut_off(hurried: Site, line: socket.socket) -> None:
    before = resident_megabytes(hurried)
    line.sendall(request(Content_Length=str(1024 * MEBIBYTE)))
    sent = 0
    with suppress(OSError):
        while sent < 1024 * MEBIBYTE:
            line.sendall(b"x" * MEBIBYTE)
            sent += MEBIBYTE
    assert sent < 64 * MEBIBYTE
    assert resident_megabytes(hurried) - before < 10


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        (b"1\r\nx\r\n" * 10_000, (400, "invalid")),
        (b"1;" + b"e" * 5_000, (400, "invalid")),
        (b"fffffffffffffffff\r\n", (408, "request_timeout")),
        (b"-1\r\nx\r\n", (400, "invalid")),
        (b"0\r\n" + b"Trailer: xxxxxx\r\n" * 5_000, (400, "invalid")),
        (b"10000\r\n" + b"x" * 65536 + b"\r\n" + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 20, (413, "too_large")),
    ],
    ids=["tiny", "extensions", "huge", "negative", "trailers", "together too much"],
)
def test_chunks(line: socket.socket, chunks: bytes, expected: tuple[int, str]) -> None:
    sending = threading.Thread(
        target=drip, args=(line, iter([request(Transfer_Encoding="chunked") + chunks])), daemon=True
    )
    sending.start()
    assert refusal_on(line) == expected


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: b\r\n" + b" \r\n" * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"a:\r\n" * 4_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: " + b"b" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA\x00: b\r\n\r\n",
    ],
    ids=[
        "folded",
        "many",
        "a long one",
        "a long path",
        "TLS",
        "two lengths",
        "two lengths again",
        "a negative one",
        "a NUL",
    ],
)
def test_heads_that_are_none(line: socket.socket, head: bytes) -> None:
    line.sendall(head)
    assert refusal_on(line) == (400, "invalid")


def test_requests_in_a_row_are_answered_one_by_one(line: socket.socket) -> None:
    sending = threading.Thread(target=line.sendall, args=(request(method="GET", path="/healthz") * 500,), daemon=True)
    sending.start()
    answers, got = b"", count()
    while answers.count(b"HTTP/1.1 200 ") < 500 and next(got) < 10_000:
        answers += line.recv(65536)
    assert answers.count(b"HTTP/1.1 200 ") == 500


@pytest.mark.timed
def test_a_form_costs_the_event_loop_nothing(hurried: Site) -> None:
    """Twisted would read it where everybody waits, field by field."""
    form = request(b"&" * MEBIBYTE, Content_Type="application/x-www-form-urlencoded", Content_Length=str(MEBIBYTE))
    used = processor_seconds(hurried)
    for _ in range(5):
        with line_to(hurried) as connection:
            connection.sendall(form)
            assert b" 415 " in connection.recv(65536)
    assert processor_seconds(hurried) - used < 1.5  # by Twisted's way it is 2.5 and more


@pytest.mark.parametrize("close", [True, False])
def test_who_does_not_read_is_not_waited_for(hurried: Site, close: bool) -> None:
    """The schema is larger than the kernel holds for a client with a small window."""
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.connect(("127.0.0.1", hurried.port))
        port = slow.getsockname()[1]
        ask = request(method="GET", path="/api/schema/?format=json", Connection="close" if close else "keep-alive")
        slow.sendall(ask * (1 if close else 200))
        wait_until(lambda: port in open_ports(hurried), what="the connection")
        wait_until(lambda: port not in open_ports(hurried), WELL_PAST, "the server to give up")


class TestConnectionsOfOneAddress:
    def test_are_so_many(self, hurried: Site) -> None:
        with ExitStack() as opened:
            for _ in range(MOST):
                opened.enter_context(line_to(hurried, "127.0.0.2"))
            with line_to(hurried, "127.0.0.2") as another:
                assert refusal_on(another) == (429, "rate_limited")
            with line_to(hurried, "127.0.0.3") as elsewhere:
                elsewhere.sendall(request(method="GET", path="/healthz"))
                assert elsewhere.recv(100).startswith(b"HTTP/1.1 200 ")
        with line_to(hurried, "127.0.0.2") as again:
            again.sendall(request(method="GET", path="/healthz"))
            assert again.recv(100).startswith(b"HTTP/1.1 200 ")

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


def open_ports(site: Site) -> set[int]:
    """Of those who are connected to it."""
    server = f":{site.port:04X}"
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {int(row[2].split(":")[1], 16) for row in rows if row[1].endswith(server) and row[3] == "01"}


def resident_megabytes(site: Site) -> float:
    return int(Path(f"/proc/{site.pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def processor_seconds(site: Site) -> float:
    fields = Path(f"/proc/{site.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
