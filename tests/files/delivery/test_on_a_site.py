"""Over real connections: bytes come as they are read, videos seek, and whoever is signed out gets nothing."""

import socket
from collections.abc import Iterator
from uuid import uuid4

import pytest

from lab.clients.person import Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.files.delivery.sites import browser, open_files, put, resident_megabytes

LARGE_KILOBYTES = 100 * 1024
MOST_GROWN_MEGABYTES = 20


@pytest.fixture
def site(server_without_jobs: Site) -> Iterator[Site]:
    """Set up by hanako."""
    with server_without_jobs.no_traceback():
        yield server_without_jobs


@pytest.fixture
def hanako(site: Site) -> Person:
    return Person.sign_in(site, "hanako")


def test_a_browser_fetches_by_its_cookie_and_seeks(site: Site, hanako: Person, newcomer: Newcomer) -> None:
    path = put(site, hanako, kilobytes=2000)
    client = browser(site, newcomer(site))
    whole = client.get(path)
    assert (whole.status_code, len(whole.content)) == (200, 2000 * 1024)
    part = client.get(path, headers={"Range": "bytes=1000000-1300000"})
    assert (part.status_code, part.content) == (206, whole.content[1_000_000:1_300_001])
    assert part.headers["Content-Range"] == "bytes 1000000-1300000/2048000"
    head = client.head(path)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "2048000", b"")
    assert client.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert not whole.cookies
    assert site.client().get(path).status_code == 404


def test_a_device_that_signed_out_gets_nothing(site: Site, hanako: Person, newcomer: Newcomer) -> None:
    path, kenji = put(site, hanako), newcomer(site)
    left, other = browser(site, kenji), browser(site, kenji)
    assert left.get(path).status_code == other.get(path).status_code == 200
    kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in left.cookies.jar)
    left.delete("/api/session/").raise_for_status()
    answer = site.client().get(path, headers={"Cookie": kept})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert other.get(path).status_code == 200


def test_a_removed_member_gets_nothing(site: Site, hanako: Person, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    room = hanako.create_room("Fireside", kenji)
    form = {"file": ("kettle.txt", b"hot", "text/plain")}
    file = hanako.http.post("files/", files=form).raise_for_status().json()
    sent = {"nonce": str(uuid4()), "text": "", "files": [file["id"]]}
    hanako.http.post(f"rooms/{room['id']}/messages/", json=sent).raise_for_status()
    client = browser(site, kenji)
    assert client.get(file["url"]).content == b"hot"
    hanako.http.delete(f"rooms/{room['id']}/members/{kenji.id}/").raise_for_status()
    assert client.get(file["url"]).status_code == 404
    assert kenji.http.get(f"{site.url}{file['url']}").status_code == 404
    assert hanako.http.get(f"{site.url}{file['url']}").content == b"hot"


def test_who_reads_slowly_takes_no_memory_and_keeps_nobody_waiting(site: Site, hanako: Person) -> None:
    path, small = put(site, hanako, kilobytes=LARGE_KILOBYTES), put(site, hanako)
    others = site.client(headers={"Authorization": f"Bearer {hanako.token}"})
    others.get(small).raise_for_status()
    before = resident_megabytes(site.pid)
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as slow:
        slow.sendall(asking(path, hanako))
        received = len(slow.recv(1024))
        for _ in range(20):
            assert others.get(small).status_code == 200
        assert resident_megabytes(site.pid) - before < MOST_GROWN_MEGABYTES
        while piece := slow.recv(1 << 20):
            received += len(piece)
    assert received > LARGE_KILOBYTES * 1024
    assert resident_megabytes(site.pid) - before < MOST_GROWN_MEGABYTES


def test_who_leaves_midway_leaves_no_file_open(site: Site, hanako: Person) -> None:
    path = put(site, hanako, kilobytes=LARGE_KILOBYTES)
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as leaving:
        leaving.sendall(asking(path, hanako))
        leaving.recv(1024)
        assert open_files(site.pid) == 1
    wait_until(lambda: open_files(site.pid) == 0, what="the file to be closed")


def asking(path: str, person: Person) -> bytes:
    fields = f"Host: 127.0.0.1\r\nAuthorization: Bearer {person.token}\r\nConnection: close"
    return f"GET {path} HTTP/1.1\r\n{fields}\r\n\r\n".encode()
