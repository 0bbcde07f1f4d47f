"""nginx sends the bytes of files, after a worker has looked who asks."""

import httpx
import pytest

from lab.clients.person import Person
from lab.servers.cluster import Cluster
from tests.files.delivery.sites import browser, put

KILOBYTES = 2000


@pytest.fixture
def path(cluster: Cluster, hanako: Person) -> str:
    return put(cluster, hanako, kilobytes=KILOBYTES)


@pytest.fixture
def kenjis(cluster: Cluster, kenji: Person) -> httpx.Client:
    return browser(cluster, kenji)


def of_worker(cluster: Cluster, path: str, person: Person) -> httpx.Response:
    url = f"http://127.0.0.1:{cluster.worker_ports[0]}{path}"
    return httpx.get(url, headers={"Authorization": f"Bearer {person.token}"})


def test_it_comes_whole(cluster: Cluster, kenji: Person, kenjis: httpx.Client, path: str) -> None:
    assert of_worker(cluster, path, kenji).headers["X-Accel-Redirect"].startswith("/irori-files/blobs/")
    answer = kenjis.get(path)
    assert (answer.status_code, len(answer.content)) == (200, KILOBYTES * 1024)
    assert answer.headers["ETag"].strip('"').isalnum()
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Disposition"] == 'inline; filename="a.png"'
    assert answer.headers["Cache-Control"] == "private, max-age=604800, immutable"
    assert answer.headers.get_list("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"X-Accel-Redirect", "Last-Modified", "Set-Cookie"} & {name.title() for name in answer.headers}


def test_it_seeks(kenjis: httpx.Client, path: str) -> None:
    whole = kenjis.get(path)
    part = kenjis.get(path, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{KILOBYTES * 1024}"
    same = {"Range": "bytes=1000-1999", "If-Range": whole.headers["ETag"]}
    assert kenjis.get(path, headers=same).status_code == 206
    assert kenjis.get(path, headers={**same, "If-Range": '"x"'}).status_code == 200
    assert kenjis.get(path, headers={"Range": "bytes=0-1,5-6"}).status_code == 200
    assert kenjis.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert kenjis.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    head = kenjis.head(path)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(KILOBYTES * 1024))


def test_nobody_else_gets_it(cluster: Cluster, kenji: Person, kenjis: httpx.Client, path: str) -> None:
    place = of_worker(cluster, path, kenji).headers["X-Accel-Redirect"]
    assert cluster.client().get(path).json()["code"] == "not_found"
    for inner in (place, f"{place}?download", "/irori-files/"):
        assert kenjis.get(inner).status_code == 404
    kenjis.delete("/api/session/").raise_for_status()
    assert kenjis.get(path).status_code == 404
