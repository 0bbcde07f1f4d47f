"""Requests that are too large or no requests at all: refused before they cost memory or time."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from lab.servers.site import Site
from tests.realtime.server.connections import MEBIBYTE, drip, line_to, refusal_on, request


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


def resident_megabytes(site: Site) -> float:
    return int(Path(f"/proc/{site.pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def processor_seconds(site: Site) -> float:
    fields = Path(f"/proc/{site.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
