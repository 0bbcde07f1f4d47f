"""What a browser has to load before it can show anything, and how often it has to ask."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from lab.browser.screens import address, composer, message, room_list, sign_in
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.process import ROOT
from lab.servers.site import Site

DIST = ROOT / "frontend" / "dist"
# Compressed by gzip. Of what the sign-in page loads, packages are 111 kB.
MOST_TO_SIGN_IN = 140_000
MOST_IN_A_ROOM = 305_000
# What the first page does without until somebody is signed in.
APP = re.compile(r"/assets/(app|room|signedIn)-[^/]+\.js$")
LANGUAGES = ("en", "ja")
# A browser asks a server for six files at a time. Each six more are another round trip, 150 ms on a phone.
AT_A_TIME = 6


@pytest.fixture(scope="module")
def scripts() -> list[str]:
    page = (DIST / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="/static/app/([^"]+\.js)"', page)
    assert scripts, "the page loads no script"
    return scripts


def test_the_sign_in_page_is_light(scripts: list[str]) -> None:
    weight = sum(map(compressed, map(DIST.joinpath, scripts))) + heaviest("first")
    assert weight <= MOST_TO_SIGN_IN, f"{weight} bytes in {scripts}, with the texts"


def test_a_room_is_light(scripts: list[str]) -> None:
    """A chunk that another one imports is one of these: a file of its own would be another request."""
    late = [file for name in ("app", "room") for file in (DIST / "assets").glob(f"{name}-*.js")]
    assert len(late) == 2
    texts = heaviest("first") + heaviest("signedIn")
    weight = sum(map(compressed, [*map(DIST.joinpath, scripts), *late])) + texts
    assert weight <= MOST_IN_A_ROOM, f"{weight} bytes"
    known = {*map(name_of, scripts), "app", "room"}
    imported = {name_of(path) for file in late for path in re.findall(r'from"\./([^"]+\.js)"', file.read_text())}
    assert imported <= known, imported


def test_signing_in_waits_for_nothing_of_the_app(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open("about:blank")
    held: list[Route] = []
    page.route(APP, lambda route: held.append(route))
    page.goto(f"{site.url}/")
    loaded = scripts_of(page)
    assert {"start", "packages", "main", "first"} <= loaded
    sign_in(page, hanako)
    expect(page.get_by_role("heading", name="Loading")).to_be_attached()
    assert {"app", "signedIn"} <= {name_of(route.request.url) for route in held}, "nothing was loaded ahead"
    for route in held:
        route.continue_()
    page.unroute(APP)
    expect(room_list(page)).to_be_visible()


def test_an_app_that_did_not_come_says_so_and_can_be_asked_for(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    page = windows.open("about:blank")
    windows.expect("ERR_FAILED|Failed to fetch dynamically")
    page.route(APP, lambda route: route.abort())
    page.goto(f"{site.url}/")
    sign_in(page, newcomer(site))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be loaded")
    page.unroute(APP)
    alert.get_by_role("button").click()
    expect(room_list(page)).to_be_visible()


def test_a_reload_requests_the_app_with_the_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    """Later than the page it would be another round trip."""
    hanako = newcomer(site)
    page = windows.open("/", person=hanako)
    expect(room_list(page)).to_be_visible()
    held: list[Route] = []
    page.route("**/assets/start-*.js", lambda route: held.append(route))
    with page.expect_request(re.compile(r"/assets/app-[^/]+\.js$")):
        page.reload(wait_until="commit")
    for route in held:
        route.continue_()
    page.unroute("**/assets/start-*.js")
    expect(room_list(page)).to_be_visible()


def scripts_of(page: Page) -> set[str]:
    """Names of the scripts that have arrived when one can sign in."""
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    entries = (
        "performance.getEntriesByType('resource').filter(({ responseEnd }) => responseEnd).map(({ name }) => name)"
    )
    return {name_of(url) for url in page.evaluate(entries) if url.endswith(".js")}


def name_of(url: str) -> str:
    return url.rsplit("/", 1)[-1].split("-", 1)[0]


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def heaviest(part: str) -> int:
    """The start script loads the texts of one language."""
    texts = list((DIST / "assets").glob(f"{part}-*.js"))
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
