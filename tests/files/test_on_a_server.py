"""Uploads to a real server: large bodies, lost connections, a killed worker."""

import fcntl
import hashlib
import json
import os
import random
import signal
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.files.tus import MEBIBYTE, VERSION, Upload, chunk, half_sent, is_at
from tests.realtime.server.test_http_sizes import resident_megabytes

DATA = random.Random(15).randbytes(20 * MEBIBYTE)


@pytest.fixture
def site(server_without_jobs: Site) -> Iterator[Site]:
    """Set up by hanako."""
    with server_without_jobs.no_traceback():
        yield server_without_jobs


@pytest.fixture
def person(site: Site) -> Person:
    return Person.sign_in(site, "hanako")


def stored(site: Site, upload: Upload) -> bytes:
    """What the site delivers of this upload."""
    return upload.http.get(f"{site.url}{upload.file['url']}").raise_for_status().content


def parts(site: Site) -> list[Path]:
    return list((site.state / "files" / "parts").iterdir())


def answer_on(connection: socket.socket) -> HTTPResponse:
    """Its head; `read()` waits for its body."""
    answer = HTTPResponse(connection)
    answer.begin()
    return answer


def test_a_file_in_one_chunk_of_any_size(site: Site, person: Person) -> None:
    upload = Upload(person, len(DATA), filename="long film.bin")
    before = resident_megabytes(site)
    answer = upload.send(0, DATA)
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(DATA))), answer.text
    assert resident_megabytes(site) - before < 15
    assert upload.file["name"] == "long film.bin"
    assert stored(site, upload) == DATA
    assert upload.offset == len(DATA)


def test_a_body_of_unknown_length(site: Site, person: Person) -> None:
    size = 9 * MEBIBYTE + 1

    def pieces() -> Iterator[bytes]:
        for start in range(0, size, 100_000):
            yield DATA[start : min(size, start + 100_000)]

    upload = Upload(person, size)
    assert upload.send(0, pieces()).status_code == 204
    assert stored(site, upload) == DATA[:size]


def begun(site: Site, person: Person, upload: Upload, offset: int, announced: int, sent: int) -> socket.socket:
    return half_sent(site.port, person, upload, offset, announced, DATA[offset : offset + sent])


def is_free(site: Site, upload: Upload) -> bool:
    """Whether nobody writes. Another chunk is refused until the one before has let go of the part."""
    with (site.state / "files" / "parts" / UUID(upload.id).hex).open("rb") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_a_lost_connection_keeps_what_has_arrived(site: Site, person: Person) -> None:
    size = 3 * MEBIBYTE + 7
    upload = Upload(person, size)
    for sent in (MEBIBYTE + 5, 300_000):
        offset = upload.offset
        begun(site, person, upload, offset, size - offset, sent).close()
        wait_until(partial(is_at, upload, offset + sent), what="the bytes that came")
        wait_until(partial(is_free, site, upload), what="the lost call to end")
    assert upload.send(upload.offset, DATA[upload.offset : size]).status_code == 204
    assert stored(site, upload) == DATA[:size]


def test_a_worker_killed_in_the_middle(tmp_path: Path) -> None:
    size = 12 * MEBIBYTE
    with Site(tmp_path) as site:
        person = Person.set_up(site)
        upload = Upload(person, size)
        connection = begun(site, person, upload, 0, size, 10 * MEBIBYTE)
        wait_until(partial(is_at, upload, 8 * MEBIBYTE), what="the first piece on the disk")
        os.kill(site.pid, signal.SIGKILL)
        connection.close()
        site.kill()
        site.start()
        person = Person.sign_in(site, "hanako")
        upload.http = person.http
        assert upload.offset == 8 * MEBIBYTE
        assert upload.send(8 * MEBIBYTE, DATA[8 * MEBIBYTE : size]).status_code == 204
        assert stored(site, upload) == DATA[:size]
        assert parts(site) == []
        assert list((site.state / "files" / "incoming").iterdir()) == []


def test_two_clients_at_one_upload(site: Site, person: Person) -> None:
    size = 2 * MEBIBYTE
    upload = Upload(person, size)
    answers: list[int] = []
    first, second = b"a" * size, b"b" * size
    threads = [
        threading.Thread(target=lambda data=data: answers.append(upload.send(0, data).status_code))
        for data in (first, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [204, 409]
    assert stored(site, upload) in (first, second)


@pytest.mark.parametrize("token", ["", "Bearer nonsense"])
def test_nobody_sends_a_body_without_a_token(site: Site, person: Person, token: str) -> None:
    """The answer comes before the body."""
    upload = Upload(person, 5 * MEBIBYTE)
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        head = f"PATCH /api/uploads/{upload.id}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {5 * MEBIBYTE}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in chunk(0).items())
        connection.sendall(f"{head}Authorization: {token}\r\n\r\n".encode())
        answer = answer_on(connection)
    assert (answer.status, answer.headers["Connection"].lower()) == (401, "close")


def test_a_chunk_at_the_wrong_place_is_refused_before_its_body(site: Site, person: Person) -> None:
    upload = Upload(person, 5 * MEBIBYTE)
    with begun(site, person, upload, 1, 5 * MEBIBYTE - 1, 0) as connection:
        assert answer_on(connection).status == 409


def test_more_than_a_site_takes(site: Site, person: Person) -> None:
    upload = Upload(person, 5 * MEBIBYTE)
    with begun(site, person, upload, 0, 101 * MEBIBYTE, 0) as connection:
        assert answer_on(connection).status == 413


def test_a_chunk_of_more_than_was_announced_completes_nothing(site: Site, person: Person) -> None:
    """A file that is complete is looked at for seconds: by no thread that writes everybody's bodies."""
    size = 8 * MEBIBYTE
    upload = Upload(person, size)
    assert upload.send(0, DATA[: size + 1]).status_code == 413
    assert upload.offset < size
    assert upload.send(upload.offset, DATA[upload.offset : size]).status_code == 204
    assert stored(site, upload) == DATA[:size]


def test_a_connection_serves_many_chunks(site: Site, person: Person) -> None:
    size = MEBIBYTE
    upload = Upload(person, size)
    head = f"PATCH /api/uploads/{upload.id}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {person.token}\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        for offset in range(0, size, 256 * 1024):
            fields = "".join(f"{name}: {value}\r\n" for name, value in chunk(offset).items())
            body = DATA[offset : offset + 256 * 1024]
            connection.sendall(f"{head}{fields}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            assert answer_on(connection).status == 204
    assert stored(site, upload) == DATA[:size]


def form(data: bytes, name: str = "notes.txt") -> dict[str, Any]:
    return {"file": (name, data, "text/plain")}


def test_a_form(site: Site, person: Person) -> None:
    data = DATA[: 11 * MEBIBYTE]
    before = resident_megabytes(site)
    answer = person.http.post("files/", files=form(data, "メモ.txt"), data={"kind": "file", "alt": "notes"})
    assert answer.status_code == 201, answer.text
    assert resident_megabytes(site) - before < 15
    told = answer.json()
    assert (told["name"], told["size"], told["alt"]) == ("メモ.txt", len(data), "notes")
    paths = (site.state / "files" / "blobs").rglob("original")
    assert hashlib.sha256(data).digest() in [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    assert parts(site) == []


def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        person = Person.set_up(site)
        upload = Upload(person, 1000)
        assert upload.send(0, DATA[:400]).status_code == 204
        port = site.port
    env = {"FILES_FREE_MB": "100000000"}
    with Site(tmp_path, env=env, port=port) as site:
        person = Person.sign_in(site, "hanako")
        upload.http = person.http
        answer = upload.send(400, DATA[400:1000])
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
        answer = person.http.post("files/", files=form(b"x"))
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
        answer = person.http.post("uploads/", headers={**VERSION, "Upload-Length": "10"})
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
        assert upload.offset == 400
    with Site(tmp_path, port=port) as site:
        upload.http = Person.sign_in(site, "hanako").http
        assert upload.send(400, DATA[400:1000]).status_code == 204
        assert stored(site, upload) == DATA[:1000]


def test_a_form_that_has_no_room_is_refused_before_it_comes(tmp_path: Path) -> None:
    with Site(tmp_path, env={"FILES_MB_PER_DAY": "1"}) as site:
        person = Person.set_up(site)
        with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
            head = f"POST /api/files/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {person.token}\r\n"
            connection.sendall(f"{head}Content-Length: {2 * MEBIBYTE}\r\n\r\n".encode())
            answer = answer_on(connection)
            assert (answer.status, json.loads(answer.read())["code"]) == (429, "quota_reached")


def test_files_are_private(site: Site, person: Person) -> None:
    Upload(person, 5).send(0, b"three")
    Upload(person, 3).send(0, b"one")
    folder = site.state / "files"
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}
