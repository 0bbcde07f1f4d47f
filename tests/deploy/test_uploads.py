"""Uploads through nginx, to whichever worker takes the chunk."""

import random

from lab.clients.person import Json, Person
from lab.servers.cluster import Cluster
from lab.servers.process import wait_until
from tests.files.tus import MEBIBYTE, Upload, half_sent

DATA = random.Random(7).randbytes(9 * MEBIBYTE)


def stored(cluster: Cluster, person: Person, file: Json) -> bytes:
    """What the site delivers of this file."""
    return person.http.get(f"{cluster.url}{file['url']}").raise_for_status().content


def test_every_worker_takes_every_chunk(cluster: Cluster, hanako: Person) -> None:
    size = len(DATA) - 1
    upload = Upload(hanako, size, filename="film.bin")
    seen = len(cluster.nginx.access_log.read_text())
    for start in range(0, size, MEBIBYTE):
        assert upload.send(start, DATA[start : min(start + MEBIBYTE, size)]).status_code == 204
    wait_until(lambda: cluster.nginx.access_log.read_text()[seen:].count("PATCH") == 9, what="nginx to write it down")
    lines = [line for line in cluster.nginx.access_log.read_text()[seen:].splitlines() if "PATCH" in line]
    assert len({line.split("upstream=")[1].split("/")[0] for line in lines}) > 1, "one worker took all"
    assert stored(cluster, hanako, upload.file) == DATA[:size]


def test_a_large_body_at_once(cluster: Cluster, hanako: Person) -> None:
    upload = Upload(hanako, len(DATA))
    assert upload.send(0, DATA).status_code == 204
    assert stored(cluster, hanako, upload.file) == DATA


def test_a_form(cluster: Cluster, hanako: Person) -> None:
    answer = hanako.http.post("files/", files={"file": ("tea.bin", DATA[:-2])})
    assert answer.status_code == 201, answer.text
    assert stored(cluster, hanako, answer.json()) == DATA[:-2]


def test_what_has_arrived_is_kept(cluster: Cluster, hanako: Person) -> None:
    size = len(DATA)
    upload = Upload(hanako, size)
    with half_sent(cluster.port, hanako, upload, 0, size, DATA[:-1]):
        # nginx drops what it was about to pass on when a connection is lost: a whole piece has arrived before.
        wait_until(lambda: upload.offset > 0, what="the first piece")
    assert upload.offset >= 8 * MEBIBYTE
    wait_until(lambda: sends_the_rest(upload), what="the lost call to end")
    assert stored(cluster, hanako, upload.file) == DATA


def sends_the_rest(upload: Upload) -> bool:
    offset = upload.offset
    return upload.send(offset, DATA[offset:]).status_code == 204


def test_other_calls_take_no_large_body(cluster: Cluster, hanako: Person) -> None:
    answer = hanako.http.post("rooms/", content=b"x" * 2 * MEBIBYTE)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_that_is_too_large_even_for_a_file(cluster: Cluster, hanako: Person) -> None:
    upload = Upload(hanako, 3)
    with half_sent(cluster.port, hanako, upload, 0, 102 * MEBIBYTE, b"") as connection:
        assert b" 413 " in connection.recv(65536).split(b"\r\n")[0]
