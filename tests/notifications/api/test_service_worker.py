"""The service worker, as a browser fetches it."""

import re
from pathlib import Path

from django.test import Client
from pytest_django import Settings

from lab.servers.process import ROOT

SCRIPT = ROOT / "frontend" / "public" / "sw.js"


def test_it_is_for_the_whole_site_and_never_old(settings: Settings) -> None:
    settings.FRONTEND_DIST = SCRIPT.parent
    answer = Client().get("/sw.js")
    assert answer.content == SCRIPT.read_bytes()
    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_where_the_web_app_is_not_built(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    assert Client().get("/sw.js").status_code == 404


def test_a_build_that_comes_while_the_process_runs(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    assert Client().get("/sw.js").status_code == 404
    for text in ("first", "second"):
        (tmp_path / "sw.js").write_text(text)
        assert Client().get("/sw.js").content == text.encode()


def test_it_stands_between_no_page_and_its_server() -> None:
    """A worker that answers requests serves old pages after a deploy."""
    text = SCRIPT.read_text()
    assert '"fetch"' not in text
    # What one has written and could not be sent waits there for the app, and nothing else.
    assert re.findall(r"caches\.?\w*\(?\w*", text) == ["caches.open(UNSENT"]
