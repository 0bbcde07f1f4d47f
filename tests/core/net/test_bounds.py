"""What an answer may take: bytes and time."""

import gzip
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from core.net import client
from core.net.connection import MOST_HEAD_BYTES
from tests.core.net.server import PLAIN, Server, why


def test_a_large_answer(server: Server) -> None:
    server.answers["/"] = lambda handler: handler.answer(200, b"a" * 2000)
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN, most_bytes=1000)) == "too_large"
    assert len(client.send("GET", server.url(), schemes=PLAIN, most_bytes=2000).body) == 2000


def test_one_that_never_ends(server: Server) -> None:
    def forever(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"a" * 10_000)
        except OSError:
            pass

    server.answers["/"] = forever
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "too_large"


@pytest.mark.parametrize("part", ["status", "headers", "body"])
def test_one_byte_at_a_time(server: Server, part: str) -> None:
    """Each byte is in time; all of them are not."""
    begun = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\nX: ", "body": b"HTTP/1.1 200 OK\r\n\r\n"}[part]
    stopped = threading.Event()

    def drip(handler: Any) -> None:
        handler.wfile.write(begun)
        try:
            while not stopped.wait(0.05):
                handler.wfile.write(b"H")
        except OSError:
            pass

    server.answers["/"] = drip
    started = time.monotonic()
    try:
        assert why(lambda: client.send("GET", server.url(), schemes=PLAIN, seconds=0.5)) == "late"
    finally:
        stopped.set()
    assert time.monotonic() - started < 5


def test_many_headers(server: Server) -> None:
    def flood(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % each for each in range(5000)) + b"\r\n")

    server.answers["/"] = flood
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "failed"


def test_what_is_no_http(server: Server) -> None:
    server.answers["/"] = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "failed"


def test_nobody_there(server: Server) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert why(lambda: client.send("GET", url, schemes=PLAIN)) == "failed"


@pytest.mark.parametrize("header", ["a\r\nX-Injected: 1", "a\nb"])
def test_a_header_stays_one(server: Server, header: str) -> None:
    assert why(lambda: client.send("GET", server.url(), headers={"X-Kind": header}, schemes=PLAIN)) == "failed"
    assert server.asked == []


@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["lines", "what is one line to http.client alone"])
def test_a_large_head(server: Server, end: bytes) -> None:
    """Its parser takes seconds for millions of headers, and no deadline ends that."""

    def answer(size: int) -> Any:
        line = b"a:" + (b"b" * 600 if end == b"\r\n" else b"") + end
        lines = line * (size // len(line))
        return lambda handler: handler.wfile.write(b"HTTP/1.1 204 \r\n" + lines + b"\r\n\r\n")

    server.answers["/"] = answer(MOST_HEAD_BYTES - 100)
    assert client.send("GET", server.url(), schemes=PLAIN).status == 204
    server.answers["/"] = answer(2 * MOST_HEAD_BYTES)
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "too_large"


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("beginning", "more"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (CHUNKED, b"1;" + b"x" * 1000 + b"\r\na\r\n"),
        (CHUNKED + b"0\r\n", b"X: a\r\n"),
    ],
    ids=["interim answers", "what is said of chunks", "trailers"],
)
def test_what_comes_beside_an_answer_without_end(server: Server, beginning: bytes, more: bytes) -> None:
    """As fast as it is read: that would take a core until the deadline."""

    def go_on(handler: Any) -> None:
        with suppress(OSError):
            handler.wfile.write(beginning)
            while True:
                handler.wfile.write(more)

    server.answers["/"] = go_on
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN, most_bytes=1000, seconds=20)) == "too_large"


def test_what_is_compressed_stays_so(server: Server) -> None:
    """A few bytes that say a gigabyte."""
    small = gzip.compress(bytes(1_000_000))
    server.answers["/"] = lambda handler: handler.answer(200, small, Content_Encoding="gzip")
    assert client.send("GET", server.url(), schemes=PLAIN, most_bytes=len(small)).body == small
    assert server.asked[0][2]["accept-encoding"] == "identity"


def test_an_answer_that_is_cut_short(server: Server) -> None:
    server.answers["/"] = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "failed"


def test_nobody_reads_what_is_sent(server: Server) -> None:
    """The body of the request is larger than what the two machines hold for each other."""
    stopped = threading.Event()
    server.answers_before_the_body["/"] = lambda _: stopped.wait(20)
    try:
        large = bytes(30_000_000)
        assert why(lambda: client.send("POST", server.url(), body=large, schemes=PLAIN, seconds=0.5)) == "late"
    finally:
        stopped.set()
