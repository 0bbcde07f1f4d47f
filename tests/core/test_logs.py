"""What strangers send is quoted in short, and makes no line of its own."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.logs import LineFormatter
from lab.clients.person import Person
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site

LINE = "{levelname} {name}: {message}"


@pytest.fixture
def formatter() -> LineFormatter:
    return LineFormatter(LINE, "{")


def record(message: str, *args: object, name: str = "chat", error: BaseException | None = None) -> logging.LogRecord:
    explained = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, explained)


def failing(message: str = "") -> Exception:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_a_message_is_one_line_however_it_is_made(formatter: LineFormatter) -> None:
    forged = "kenji\r\n2026-11-26 07:00:00 INFO accounts: hanako signed in\x1b[2J\u2028\u202e\x9b"
    told = formatter.format(record("who is %s?", forged)).split("\n")
    assert told[0] == r"ERROR chat: who is kenji\x0d"
    assert told[1] == r"    2026-11-26 07:00:00 INFO accounts: hanako signed in\x1b[2J\u2028\u202e\x9b?"


def test_and_short(formatter: LineFormatter) -> None:
    assert len(formatter.format(record("x" * 100_000))) < 600
    assert len(formatter.format(record("x" * 100_000, name="django.security.DisallowedHost"))) < 200


def test_what_does_not_fit_together_is_told_all_the_same(formatter: LineFormatter) -> None:
    assert "%s and %s" in formatter.format(record("%s and %s", "one"))


def test_a_refused_request_is_not_explained(formatter: LineFormatter) -> None:
    told = formatter.format(record("Invalid HTTP_HOST", name="django.security.DisallowedHost", error=failing()))
    assert "\n" not in told


def test_a_mistake_of_ours_is_explained_once_a_minute(
    formatter: LineFormatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = (formatter.format(record("failed", error=failing("x" * 100_000))) for _ in range(2))
    assert "raise ValueError(message)" in first
    assert len(first) < 2_000
    assert again.split("\n") == ["ERROR chat: failed", "    Traceback as a moment ago: ValueError"]
    monkeypatch.setattr("core.logs.FULL_AGAIN_SECONDS", -1)
    assert "raise ValueError(message)" in formatter.format(record("failed", error=failing()))


def test_a_recursion_without_end_is_told_by_its_ends(formatter: LineFormatter) -> None:
    def without_end(depth: int) -> int:
        return without_end(depth + 1) + depth % 2 if depth % 3 else without_end(depth + 1)

    with pytest.raises(RecursionError) as failed:
        without_end(0)
    assert len(formatter.format(record("failed", error=failed.value)).split("\n")) < 210 < sys.getrecursionlimit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("logs"), env=PRODUCTION) as site:
        Person.set_up(site)
        yield site


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/api/me/", {"Host": "evil.example" + "x" * 2000}, b""),
        ("/api/" + "x" * 8000, {}, b""),
        ("/admin/login/", {"Cookie": "csrftoken=a"}, b"username=" + b"x" * 5000),
        ("/admin/login/?next=" + "%0aINFO" * 900, {}, b"a=1&" * 1001),
        ("/admin/login/", {"Content-Type": "multipart/form-data"}, b"nothing"),
        ("/api/token/", {"Content-Type": "application/json"}, b"{" * 100_000),
        ("/static/%00%0aINFO", {}, b""),
    ],
)
def test_with_nothing_sent_that_is_right_a_request_is_a_line_at_most(
    site: Site, path: str, headers: dict[str, str], body: bytes
) -> None:
    seen = len(site.log)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with httpx.Client(base_url=site.url) as client:
        for _ in range(5):
            client.request("POST" if body else "GET", path, content=body, headers=form | headers)
        client.get("/healthz").raise_for_status()
    news = site.log[seen:]
    assert news.count("\n") <= 5, news
    assert all(len(line) < 250 for line in news.split("\n")), news
    assert "evil.example" + "x" * 100 not in news
    assert "Traceback" not in news


def test_lines_of_the_log_are_made_by_it(tmp_path: Path) -> None:
    with Site(tmp_path, env=PRODUCTION) as site:
        httpx.post(f"{site.url}/admin/login/", data={"username": "hanako"})
        httpx.get(f"{site.url}/api/me/", headers={"Host": "evil.example"})
        site.stop()
        assert "WARNING django.security.csrf: Forbidden (CSRF cookie not set.): /admin/login/" in site.log
        assert "evil.example" not in site.log
        site.start()
