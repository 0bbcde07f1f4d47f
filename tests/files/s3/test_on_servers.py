"""Real workers with disks of their own, one bucket, and what happens when one of them or the bucket goes away."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Person
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.programs.s3 import NewBucket
from lab.servers.process import free_port, wait_until
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site
from tests.files.delivery.sites import resident_megabytes
from tests.files.tus import MEBIBYTE, VERSION, Upload, half_sent, is_at

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("s3")]

DATA = random.Random(17).randbytes(60 * MEBIBYTE)
MOST_GROWN_MEGABYTES = 30


@pytest.fixture
def workers(
    tmp_path: Path, postgres_server: Postgres, redis_server: Redis, remote: NewBucket
) -> Iterator[tuple[Site, Site]]:
    """Two, which share PostgreSQL, Redis and the bucket."""
    url = postgres_server.create_database(f"s3_{uuid4().hex[:8]}")
    with ExitStack() as running:
        sites = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            site = Site(
                tmp_path / name,
                database_url=url,
                redis_url=redis_server.url,
                env={**NO_HEARTBEAT, **remote.env, "JOBS_IN_PROCESS": "0"},
            )
            sites.append(running.enter_context(site))
        Person.set_up(sites[0])
        yield sites[0], sites[1]


def at(person: Person, site: Site, upload: Upload) -> Upload:
    """The same upload by way of another worker."""
    other = Upload.__new__(Upload)
    other.id = upload.id
    other.http = site.client("/api/", headers={"Authorization": f"Bearer {person.token}"})
    return other


def fetched(person: Person, site: Site, path: str, **headers: str) -> httpx.Response:
    return site.client(headers={"Authorization": f"Bearer {person.token}", **headers}).get(path)


def files_of(site: Site) -> list[Path]:
    return [path for path in (site.state / "files").rglob("*") if path.is_file()]


@pytest.mark.timed
def test_any_worker_takes_any_chunk_and_one_may_be_killed(workers: tuple[Site, Site], remote: NewBucket) -> None:
    one, two = workers
    person = Person.sign_in(one, "hanako")
    upload = Upload(person, len(DATA), filename="film.bin")
    elsewhere = at(person, two, upload)
    assert upload.send(0, DATA[: 5 * MEBIBYTE]).status_code == 204
    assert elsewhere.send(5 * MEBIBYTE, DATA[5 * MEBIBYTE : 7 * MEBIBYTE]).status_code == 204
    before = {site: resident_megabytes(site.pid) for site in workers}

    sent = DATA[7 * MEBIBYTE : 27 * MEBIBYTE]
    connection = half_sent(one.port, person, upload, 7 * MEBIBYTE, len(DATA) - 7 * MEBIBYTE, sent)
    wait_until(partial(is_at, elsewhere, 23 * MEBIBYTE), what="two pieces in the bucket")
    os.kill(one.pid, signal.SIGKILL)
    connection.close()
    assert elsewhere.offset == 23 * MEBIBYTE

    began, slowest = time.monotonic(), 0.0
    answers: list[int] = []
    last = threading.Thread(
        target=lambda: answers.append(elsewhere.send(23 * MEBIBYTE, DATA[23 * MEBIBYTE :]).status_code)
    )
    last.start()
    while last.is_alive():
        asked = time.monotonic()
        assert two.answers_with("/healthz")
        slowest = max(slowest, time.monotonic() - asked)
    assert answers == [204], time.monotonic() - began
    assert slowest < 1.0, "the loop is free while bytes go to the bucket"
    assert resident_megabytes(two.pid) - before[two] < MOST_GROWN_MEGABYTES
    assert files_of(two) == []

    file = elsewhere.file
    assert fetched(person, two, file["url"]).content == DATA
    part = fetched(person, two, file["url"], Range="bytes=30000000-30000009")
    assert (part.status_code, part.content) == (206, DATA[30_000_000:30_000_010])
    assert resident_megabytes(two.pid) - before[two] < MOST_GROWN_MEGABYTES
    assert len(remote.names("blobs/")) == 1
    one.kill()
    one.start()
    assert fetched(person, one, file["url"]).content == DATA


@pytest.mark.timed
def test_the_bucket_goes_away_and_comes_back(workers: tuple[Site, Site], remote: NewBucket, link: Link) -> None:
    one, _two = workers
    person = Person.sign_in(one, "hanako")
    room = person.create_room("Hearth")
    upload = Upload(person, 9 * MEBIBYTE)
    assert upload.send(0, DATA[: 8 * MEBIBYTE]).status_code == 204
    answer = person.http.post("files/", files={"file": ("tea.txt", b"tea", "text/plain")})
    file = answer.raise_for_status().json()

    there = link.target
    link.target = free_port()
    refused = upload.send(8 * MEBIBYTE, DATA[8 * MEBIBYTE : 9 * MEBIBYTE])
    assert (refused.status_code, refused.json()["code"]) == (503, "storage_away")
    assert int(refused.headers["Retry-After"]) > 0
    # Known by now: nobody waits for the bucket, and no body is read.
    asked = time.monotonic()
    refused = person.http.post("uploads/", headers={**VERSION, "Upload-Length": "10"})
    assert refused.json()["code"] == "storage_away"
    assert fetched(person, one, file["url"]).status_code == 503
    assert time.monotonic() - asked < 2

    sent = {"nonce": str(uuid4()), "text": "Is anybody there?"}
    assert person.http.post(f"rooms/{room['id']}/messages/", json=sent).status_code == 201
    with_file = {"nonce": str(uuid4()), "text": "", "files": [file["id"]]}
    assert person.http.post(f"rooms/{room['id']}/messages/", json=with_file).status_code == 201
    assert upload.offset == 8 * MEBIBYTE

    link.target = there
    wait_until(lambda: fetched(person, one, file["url"]).content == b"tea", what="the bucket to be found again")
    assert upload.send(8 * MEBIBYTE, DATA[8 * MEBIBYTE : 9 * MEBIBYTE]).status_code == 204
    assert fetched(person, one, upload.file["url"]).content == DATA[: 9 * MEBIBYTE]
    assert one.log.count("the storage of files is away") >= 1
    assert "Traceback" not in one.log


def test_a_site_starts_while_it_is_away(tmp_path: Path, remote: NewBucket, link: Link) -> None:
    link.target = free_port()
    with Site(tmp_path, env=remote.env) as site:
        person = Person.set_up(site)
        assert person.create_room("Hearth")["name"] == "Hearth"
        assert "The bucket of files does not answer" in site.log
