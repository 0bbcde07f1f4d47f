"""Files of a bucket are fetched through the site, or by addresses that are signed for a minute."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pytest_django import Settings

from accounts.models import User
from config.storages import origin_of, storages
from core.http.pages import _read
from files.models import File
from files.s3 import calls
from files.storage import path_of
from lab.programs.s3 import NewBucket
from lab.servers.process import free_port
from tests.files.delivery.fetching import address, by_cookie, by_token, fetched
from tests.files.stored import DATA, SMALL, stored
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def file(hanako: User, bucket: NewBucket) -> File:
    return stored(hanako, use="picture")


class TestThroughTheSite:
    def test_bytes_and_ranges(self, hanako: User, file: File) -> None:
        client = by_cookie(hanako)
        whole = fetched(client, address(file))
        assert (whole.status_code, whole.body, whole.headers["Content-Length"]) == (200, DATA, str(len(DATA)))
        assert whole.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        part = fetched(client, address(file), Range="bytes=100-199")
        assert (part.status_code, part.body) == (206, DATA[100:200])
        assert part.headers["Content-Range"] == f"bytes 100-199/{len(DATA)}"
        assert fetched(client, address(file), Range="bytes=-5").body == DATA[-5:]
        assert fetched(client, address(file), Range="bytes=999999-").status_code == 416
        assert fetched(client, address(file, "small")).body == SMALL
        assert fetched(client, address(file, "small"), Range="bytes=1-2").body == SMALL[1:3]
        head = fetched(client, address(file), "HEAD")
        assert (head.body, head.headers["Content-Length"]) == (b"", str(len(DATA)))

    def test_what_has_not_changed_is_not_asked_for(
        self, hanako: User, file: File, settings: Settings, tmp_path: Path, bucket: NewBucket
    ) -> None:
        settings.STORAGES = storages(tmp_path, {**bucket.options, "endpoint_url": f"http://127.0.0.1:{free_port()}"})
        answer = fetched(by_cookie(hanako), address(file), If_None_Match=f'"{file.digest}"')
        assert answer.status_code == 304

    def test_what_is_gone(self, hanako: User, file: File, bucket: NewBucket) -> None:
        for name in bucket.names():
            bucket.client.delete_object(Bucket=bucket.name, Key=name)
        for variant in ("original", "small"):
            assert fetched(by_cookie(hanako), address(file, variant)).status_code == 404

    def test_while_it_is_away(
        self, hanako: User, file: File, settings: Settings, tmp_path: Path, bucket: NewBucket
    ) -> None:
        settings.STORAGES = storages(tmp_path, {**bucket.options, "endpoint_url": f"http://127.0.0.1:{free_port()}"})
        for variant in ("original", "small"):
            answer = fetched(by_cookie(hanako), address(file, variant))
            assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")
        settings.STORAGES = storages(tmp_path, bucket.options)
        calls.outage.end()
        assert fetched(by_cookie(hanako), address(file)).body == DATA


class TestSigned:
    @pytest.fixture(autouse=True)
    def sent_by_the_bucket(self, settings: Settings) -> None:
        settings.FILES_SENT_BY = "bucket"

    def test_an_address_for_a_minute(self, hanako: User, file: File, bucket: NewBucket) -> None:
        answer = fetched(by_token(hanako), address(file))
        assert (answer.status_code, answer.body) == (302, b"")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        there = urlsplit(answer.headers["Location"])
        assert there.path == f"/{bucket.name}/{path_of(file, 'original')}"
        query = parse_qs(there.query)
        assert int(query["X-Amz-Expires"][0]) <= 60
        assert query["response-content-disposition"] == ['inline; filename="a.png"']
        opened = httpx.get(answer.headers["Location"])
        assert (opened.status_code, opened.content, opened.headers["Content-Type"]) == (200, DATA, "image/png")
        part = httpx.get(answer.headers["Location"], headers={"Range": "bytes=5-9"})
        assert (part.status_code, part.content) == (206, DATA[5:10])

    def test_what_may_run_something_is_saved(self, hanako: User, bucket: NewBucket) -> None:
        page = stored(hanako, use="picture", type="text/html", name="page.html")
        opened = httpx.get(fetched(by_token(hanako), address(page)).headers["Location"])
        assert opened.headers["Content-Type"] == "application/octet-stream"
        assert opened.headers["Content-Disposition"] == 'attachment; filename="page.html"'

    def test_nobody_else_gets_one(self, hanako: User, file: File, settings: Settings) -> None:
        File.objects.filter(pk=file.pk).update(use="")
        for client in (by_token(a_user("sora")), by_cookie(a_user("mai"))):
            answer = fetched(client, address(file))
            assert (answer.status_code, "Location" in answer.headers) == (404, False)

    def test_the_head_is_the_sites_own(self, hanako: User, file: File) -> None:
        head = fetched(by_token(hanako), address(file), "HEAD")
        assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(DATA)))

    def test_the_page_shows_pictures_from_there(self, settings: Settings, tmp_path: Path, bucket: NewBucket) -> None:
        index = tmp_path / "index.html"
        index.write_text("<!doctype html></html>")
        origin = settings.FILES_ORIGIN = origin_of(settings.STORAGES)
        page = _read(index)
        assert origin == bucket.env["S3_ENDPOINT"]
        for directive in ("img-src", "media-src"):
            assert re.search(rf"{directive} [^;]*{re.escape(origin)}", page.policy)
        settings.FILES_ORIGIN = ""
        page = _read(index)
        assert "http:" not in page.policy
