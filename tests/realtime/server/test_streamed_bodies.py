"""Large bodies, which the application reads while they come."""

import socket
import threading
import time
import uuid
from contextlib import suppress

import pytest

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.files.tus import Upload, chunk
from tests.realtime.server.connections import BODY, MEBIBYTE, answer_on, drip, line_to, refusal_on, request

SIZE = 4 * MEBIBYTE


@pytest.fixture
def person(hurried: Site) -> Person:
    return Person.sign_in(hurried, "hanako")


@pytest.fixture
def upload(person: Person) -> Upload:
    """Begun before the line is open, which is not kept for who says nothing."""
    return Upload(person, SIZE)


def head(person: Person | None, upload: str, length: int, **more: str) -> bytes:
    headers = {name.replace("-", "_"): value for name, value in chunk(0).items()}
    token = {"Authorization": f"Bearer {person.token}"} if person else {}
    given = {"Content_Length": str(length), **headers, **token, **more}
    return request(b"", path=f"/api/uploads/{upload}/", method="PATCH", **{k: v for k, v in given.items() if v})


def test_a_gibibyte_is_refused_before_it_comes(person: Person, line: socket.socket) -> None:
    line.sendall(head(person, str(uuid.uuid4()), 1024 * MEBIBYTE))
    assert refusal_on(line) == (413, "too_large")


def test_who_is_too_slow_keeps_what_has_arrived(person: Person, upload: Upload, line: socket.socket) -> None:
    line.sendall(head(person, upload.id, SIZE) + b"x" * MEBIBYTE)
    threading.Thread(target=drip, args=(line, iter(lambda: b"x", None)), daemon=True).start()
    begun = time.monotonic()
    assert refusal_on(line) == (408, "request_timeout")
    assert time.monotonic() - begun < 30
    wait_until(lambda: upload.offset >= MEBIBYTE, what="the bytes that came")


def test_a_body_that_takes_longer_than_others_may(person: Person, upload: Upload, line: socket.socket) -> None:
    """Three seconds for each half of a mebibyte."""
    line.sendall(head(person, upload.id, SIZE))
    for _ in range(8):
        line.sendall(b"x" * (SIZE // 8))
        time.sleep(BODY / 7)
    assert line.recv(65536).startswith(b"HTTP/1.1 204 ")


def test_an_early_answer_is_read_by_who_still_sends(line: socket.socket) -> None:
    """A connection that is cut with unread bytes is reset, and its client never sees the answer."""
    line.sendall(head(None, str(uuid.uuid4()), SIZE))
    with suppress(OSError):
        line.sendall(b"x" * SIZE)
    head_of_answer, _, body = answer_on(line).partition(b"\r\n\r\n")
    assert head_of_answer.startswith(b"HTTP/1.1 401 ")
    assert b"connection: close" in head_of_answer.lower()
    assert b"not_authenticated" in body


def test_tiny_pieces(person: Person, upload: Upload, line: socket.socket) -> None:
    begin = head(person, upload.id, 0, Transfer_Encoding="chunked", Content_Length="")
    threading.Thread(target=drip, args=(line, iter([begin + b"1\r\nx\r\n" * 20_000])), daemon=True).start()
    assert refusal_on(line) == (400, "invalid")


def test_a_broken_body(person: Person, upload: Upload, line: socket.socket) -> None:
    line.sendall(head(person, upload.id, 0, Transfer_Encoding="chunked", Content_Length="") + b"5\r\nhello\r\n")
    line.sendall(b"nonsense\r\n")
    assert refusal_on(line) == (400, "invalid")
    assert upload.offset in (0, 5)


def test_the_next_request_on_the_connection(hurried: Site, person: Person) -> None:
    upload = Upload(person, 6)
    following = request(method="GET", path="/healthz", Connection="close")
    with line_to(hurried) as line:
        line.sendall(head(person, upload.id, 6) + b"kettle" + following)
        answers = answer_on(line)
    assert answers.startswith(b"HTTP/1.1 204 ")
    assert answers.count(b"HTTP/1.1 200 ") == 1
