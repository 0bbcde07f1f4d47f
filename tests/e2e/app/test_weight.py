"""What a browser has to load before it can show anything, and how often it has to ask."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.process import ROOT
from lab.servers.site import Site

DIST = ROOT / "frontend" / "dist"
MOST = 200_000
LANGUAGES = ("en", "ja")
# A browser asks a server for six files at a time. Each six more are another round trip, 150 ms on a phone.
AT_A_TIME = 6


@pytest.fixture(scope="module")
def scripts() -> list[str]:
    page = (DIST / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="/static/app/([^"]+\.js)"', page)
    assert scripts, "the page loads no script"
    return scripts


def test_the_first_script_is_light(scripts: list[str]) -> None:
    weight = sum(map(compressed, map(DIST.joinpath, scripts))) + heaviest_texts()
    assert weight <= MOST, f"{weight} bytes in {scripts}, with the texts"


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def heaviest_texts() -> int:
    """The start script loads the texts of one language."""
    texts = list((DIST / "assets").glob("first-*.js"))
    assert len(texts) == len(LANGUAGES)
    return max(map(compressed, texts))


def test_the_first_scripts_come_together(scripts: list[str]) -> None:
    styles = re.findall(r'rel="stylesheet"', (DIST / "index.html").read_text())
    assert len(scripts) + len(styles) <= AT_A_TIME, scripts


def test_a_reload_asks_once_for_what_it_shows(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    """Each call that waits for another one is a round trip, half a second on a phone."""
    hanako = newcomer(site)
    room = hanako.create_room("Porch")
    hanako.say(room, "Tea is ready")
    page = windows.open(address(room), person=hanako)
    expect(message(page, "Tea is ready")).to_be_visible()
    asked = calls_of(page)
    page.reload()
    expect(message(page, "Tea is ready")).to_be_visible()
    expect(composer(page)).to_be_editable()
    assert asked.count("/api/session/refresh/") == 1
    shown = {"/api/rooms/", f"/api/rooms/{room['id']}/opening/", f"/api/rooms/{room['id']}/messages/"}
    assert not shown & set(asked), "not with the token"


def calls_of(page: Page) -> list[str]:
    calls: list[str] = []
    page.on("request", lambda request: calls.append(urlsplit(request.url).path) if "/api/" in request.url else None)
    return calls
