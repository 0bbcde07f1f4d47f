"""What is answered to somebody who may fetch: headers by type, ranges, and that nothing has changed."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from core.problems import Problem
from core.rate_limits.counters import FETCHES
from files.models import File
from tests.files.delivery.fetching import address, by_cookie, by_token, fetched
from tests.files.stored import DATA, stored, unused
from tests.support.in_process import a_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def client(hanako: User) -> Client:
    return by_cookie(hanako)


@pytest.fixture
def picture(hanako: User) -> File:
    return stored(hanako, use="picture")


class TestHeaders:
    @pytest.mark.parametrize(
        ("found", "sent", "disposition"),
        [
            ("image/png", "image/png", "inline"),
            ("image/jpeg", "image/jpeg", "inline"),
            ("video/mp4", "video/mp4", "inline"),
            ("audio/mpeg", "audio/mpeg", "inline"),
            ("application/pdf", "application/pdf", "attachment"),
            ("text/plain", "text/plain; charset=utf-8", "attachment"),
            ("text/html", "application/octet-stream", "attachment"),
            ("image/svg+xml", "application/octet-stream", "attachment"),
            ("application/xhtml+xml", "application/octet-stream", "attachment"),
            ("text/javascript", "application/octet-stream", "attachment"),
            ("application/x-shockwave-flash", "application/octet-stream", "attachment"),
            ("image/png\r\nX-Bad: 1", "application/octet-stream", "attachment"),
            ("", "application/octet-stream", "attachment"),
        ],
    )
    def test_come_from_a_table(self, hanako: User, client: Client, found: str, sent: str, disposition: str) -> None:
        answer = fetched(client, address(stored(hanako, use="picture", type=found)))
        assert answer.headers["Content-Type"] == sent
        assert answer.headers["Content-Disposition"] == f'{disposition}; filename="a.png"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"

    def test_of_a_thumbnail(self, client: Client, picture: File) -> None:
        File.objects.filter(pk=picture.pk).update(type="application/pdf")
        answer = fetched(client, address(picture, "small"))
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["ETag"] == f'"{picture.digest}-small"'

    @pytest.mark.parametrize(
        ("name", "disposition"),
        [
            ("焚き火.png", "inline; filename*=utf-8''%E7%84%9A%E3%81%8D%E7%81%AB.png"),
            ('a"b\\.png', 'inline; filename="a\\"b\\\\.png"'),
            ("a\r\nSet-Cookie: x=1", "inline; filename*=utf-8''a%0D%0ASet-Cookie%3A%20x%3D1"),
            ("", "attachment"),
        ],
    )
    def test_carry_any_name(self, hanako: User, client: Client, name: str, disposition: str) -> None:
        answer = fetched(client, address(stored(hanako, use="picture", name=name)))
        assert answer.headers["Content-Disposition"] == disposition
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies

    @pytest.mark.parametrize("query", ["?download", "?download=1"])
    def test_a_download_is_one(self, client: Client, picture: File, query: str) -> None:
        answer = fetched(client, address(picture) + query)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a.png"'

    def test_a_copy_is_kept_by_this_browser_alone(self, hanako: User, client: Client, picture: File) -> None:
        answer = fetched(client, address(picture))
        assert answer.headers["Cache-Control"] == "private, max-age=604800, immutable"
        assert fetched(client, address(unused(hanako))).headers["Cache-Control"] == "private, no-cache"
        assert fetched(Client(), address(picture)).headers["Cache-Control"] == "no-store"


class TestConditions:
    def test_nothing_has_changed(self, client: Client, picture: File) -> None:
        etag = f'"{picture.digest}"'
        for known in (etag, f'W/"x", {etag}', "*"):
            answer = fetched(client, address(picture), If_None_Match=known)
            assert (answer.status_code, answer.body) == (304, b"")
            assert answer.headers["ETag"] == etag
            assert answer.headers["Cache-Control"] == "private, max-age=604800, immutable"
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert fetched(client, address(picture), If_None_Match='"x"').status_code == 200

    def test_are_looked_at_after_who_asks(self, picture: File) -> None:
        assert fetched(Client(), address(picture), If_None_Match=f'"{picture.digest}"').status_code == 404


SIZE = len(DATA)


class TestRanges:
    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [
            ("bytes=0-0", 0, 0),
            ("bytes=0-99", 0, 99),
            ("bytes=100-", 100, SIZE - 1),
            ("bytes=-100", SIZE - 100, SIZE - 1),
            (f"bytes=5-{SIZE * 2}", 5, SIZE - 1),
            (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
            ("Bytes = 1-2".replace(" ", ""), 1, 2),
        ],
    )
    def test_one_is_answered(self, client: Client, picture: File, asked: str, first: int, last: int) -> None:
        answer = fetched(client, address(picture), Range=asked)
        assert (answer.status_code, answer.body) == (206, DATA[first : last + 1])
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert answer.headers["Content-Length"] == str(last - first + 1)

    @pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
    def test_one_that_lies_outside_is_refused(self, client: Client, picture: File, asked: str) -> None:
        answer = fetched(client, address(picture), Range=asked)
        assert (answer.status_code, answer.body) == (416, b"")
        assert answer.headers["Content-Range"] == f"bytes */{SIZE}"

    @pytest.mark.parametrize(
        "asked", ["bytes=0-1,4-5", "bytes=9-3", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2-3"]
    )
    def test_several_and_none_are_answered_whole(self, client: Client, picture: File, asked: str) -> None:
        answer = fetched(client, address(picture), Range=asked)
        assert (answer.status_code, answer.body) == (200, DATA)
        assert answer.headers["Accept-Ranges"] == "bytes"

    @pytest.mark.parametrize("known", ['"x"', "Wed, 21 Oct 2015 07:28:00 GMT", 'W/"x"'])
    def test_of_another_version_is_answered_whole(self, client: Client, picture: File, known: str) -> None:
        assert fetched(client, address(picture), Range="bytes=0-9", If_Range=known).status_code == 200

    def test_of_this_version_is_answered(self, client: Client, picture: File) -> None:
        answer = fetched(client, address(picture), Range="bytes=0-9", If_Range=f'"{picture.digest}"')
        assert (answer.status_code, answer.body) == (206, DATA[:10])

    def test_only_of_what_is_read(self, client: Client, picture: File) -> None:
        assert fetched(client, address(picture), "HEAD", Range="bytes=0-9").status_code == 200

    def test_only_of_what_one_may_read(self, picture: File) -> None:
        assert fetched(Client(), address(picture), Range="bytes=99999999-").status_code == 404


def test_nginx_sends_it_where_that_is_set(client: Client, picture: File, settings: Settings) -> None:
    settings.FILES_SENT_BY = "nginx"
    answer = fetched(client, address(picture))
    assert (answer.status_code, answer.body) == (200, b"")
    blob = picture.blob.hex
    assert answer.headers["X-Accel-Redirect"] == f"/irori-files/blobs/{blob[:2]}/{blob}/original"
    assert answer.headers["Content-Type"] == "image/png"
    assert fetched(client, address(picture), Range="bytes=99999999-").status_code == 416


def test_takes_two_queries_where_no_room_is_asked(hanako: User, picture: File) -> None:
    client = by_token(hanako)
    fetched(client, address(picture))
    assert queries_of(lambda: fetched(client, address(picture))) == 2


def test_who_fetches_too_fast_is_told_when_to_go_on(
    client: Client, picture: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_fast(user_id: int) -> None:
        raise Problem("rate_limited", wait=1.2)

    monkeypatch.setattr(FETCHES, "expect", too_fast)
    answer = client.get(address(picture))
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "rate_limited", "2")
