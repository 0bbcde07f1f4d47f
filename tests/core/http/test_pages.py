"""The pages that belong to no application: the web app at each of its addresses, the API to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from core.http import pages

HEAD = b"<!doctype html><title>Irori</title>"
PAGE = HEAD + b"</html>\n"
HASH = "CVg45xXp2ej2tTTEq6Xt6zWdhesRGIW0V0lzMrck4wU="


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_bytes(PAGE)
    return tmp_path


@pytest.fixture(autouse=True)
def _forget_page() -> Iterator[None]:
    yield
    pages._cached_read.cache_clear()


@pytest.mark.parametrize("path", ["/", "/rooms/12", "/sign-in", "/setup", "/rooms/12/messages/4711", "/日本"])
def test_every_address_of_the_app_is_its_page(client: Client, built: Path, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_page_runs_its_own_scripts_only_and_in_no_frame(client: Client, built: Path) -> None:
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_script_within_the_page_runs_by_its_hash(client: Client, built: Path) -> None:
    (built / "index.html").write_bytes(HEAD + b"<script>\nlet a\n</script><script src='/b.js'></script></html>")
    # openssl dgst -sha256 -binary | base64, of the text between the tags.
    assert f"script-src 'self' 'sha256-{HASH}';" in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("until_then", [None, b"", HEAD], ids=["no page", "an empty one", "half of it"])
def test_a_page_that_a_build_has_not_written_yet_is_asked_for_again(
    client: Client, built: Path, until_then: bytes | None
) -> None:
    """`make build` empties the folder while workers serve."""
    (built / "index.html").unlink()
    if until_then is not None:
        (built / "index.html").write_bytes(until_then)
    assert client.get("/").status_code == 503
    (built / "index.html").write_bytes(PAGE)
    assert client.get("/").content == PAGE


def test_an_app_that_is_not_built_says_how_to_build_it(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.FRONTEND_DIST = tmp_path
    settings.DEBUG = True
    answer = client.get("/")
    assert b"make run" in answer.content
    assert answer.status_code == 503


def test_in_development_a_rebuilt_page_is_served_at_once(client: Client, built: Path, settings: Settings) -> None:
    settings.DEBUG = True
    client.get("/")
    (built / "index.html").write_bytes(b"another</html>")
    assert client.get("/").content == b"another</html>"


@pytest.mark.parametrize("path", ["/static/nothing.js", "/ws/chat/"])
def test_what_is_no_page_is_not_found(client: Client, built: Path, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_is_only_read(client: Client, built: Path) -> None:
    assert client.post("/rooms/12").status_code == 405


def test_the_api_is_there_to_read_with_scripts_of_ours(client: Client) -> None:
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    assert b"/api/schema/" in answer.content
    assert b"https://" not in answer.content
