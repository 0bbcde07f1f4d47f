"""Names that are not the site's, over HTTP; tests/realtime/test_handshake.py has the sockets."""

import logging
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.test import Client
from pytest_django import Settings

from core.http import hosts

PATHS = [
    "/",
    "/api/site/",
    "/api/me/",
    "/admin/",
    "/admin/login/",
    "/api/docs/",
    "/static/app/index.html",
    "/nowhere",
    "/.well-known/jwks.json",
]
NAMES = ["127.0.0.1", "localhost", "hearth.localhost", "[::1]", "box.local", "192.168.1.5", "[fe80::1]"]
OTHERS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example:80:80",
    "evil.example, localhost",
    "*",
    "192.168.1.6",
    "[::2]",
    "[fe80::1%25eth0]",
    "local host",
    "box.local/../",
    "\u0130.example",
    "",
]


@pytest.fixture(autouse=True)
def _names(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]", "box.local", "192.168.1.5", "[fe80::1]"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_ours(name: str) -> None:
    for host in (name, f"{name}:8000", name.upper(), f"{name}."[: None if "]" not in name else -1]):
        assert hosts.is_ours(host), host
        assert Client(headers={"Host": host}).get("/healthz").status_code == 200


def test_a_person_with_a_browser_reads_what_to_do() -> None:
    browser = Client(headers={"Host": "evil.example", "Accept": "text/html,*/*"})
    page = browser.get("/rooms/1")
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "ALLOWED_HOSTS" in page.text
    assert "evil.example" not in page.text
    (style,) = re.findall("<style>(.*)</style>", page.text)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]
    assert browser.get("/api/site/").json()["code"] == "invalid"


@pytest.mark.parametrize("name", OTHERS)
def test_another_name(name: str) -> None:
    assert not hosts.is_ours(name)


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_and_no_call_answers_to_another_name(
    path: str, debug: bool, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = debug
    with caplog.at_level(logging.INFO):
        for method in ("get", "post", "put", "options", "head"):
            answer = getattr(Client(headers={"Host": "evil.example"}), method)(path)
            assert answer.status_code == 400
            assert answer.headers["Content-Type"] == "application/json"
            if method != "head":
                assert answer.json()["code"] == "invalid"
                assert "ALLOWED_HOSTS" in answer.json()["detail"]
    assert not caplog.records, "nobody fills the log with names"
