"""What is mine alone is the same at every device of mine, also where the frame that told of it was lost on the way."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from lab.browser.screens import address, room_link
from lab.browser.waiting import wait_in
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

pytestmark = pytest.mark.timed

HEALED_WITHIN = 10_000  # some heartbeats of a second, and the answer of sync


class Lossy:
    """A window's socket, on which frames of some kinds are lost."""

    def __init__(self, page: Page) -> None:
        self.lost: list[str] = []
        self.is_greeted = False
        self._kinds: set[str] = set()
        page.route_web_socket(re.compile("/ws/chat/"), self._carry)

    def lose(self, *kinds: str) -> None:
        self._kinds = set(kinds)

    def _carry(self, page_end: WebSocketRoute) -> None:
        server_end = page_end.connect_to_server()

        def to_page(text: str | bytes) -> None:
            kind = json.loads(text)["type"]
            self.is_greeted = self.is_greeted or kind == "hello"
            if kind in self._kinds:
                self.lost.append(kind)
            else:
                page_end.send(text)

        page_end.on_message(server_end.send)
        server_end.on_message(to_page)


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, env={"HEARTBEAT_SECONDS": "1"}) as site, site.no_traceback():
        yield site


@pytest.fixture
def hanako(fresh_site: Site) -> Person:
    return Person.set_up(fresh_site)


@pytest.fixture
def kenji(fresh_site: Site, hanako: Person, newcomer: Newcomer) -> Person:
    return newcomer(fresh_site)


def open_lossy(windows: Windows, path: str, person: Person) -> tuple[Page, Lossy]:
    page = windows.open("/healthz", person=person)
    lossy = Lossy(page)
    page.goto(f"{person.site.url}{path}")
    # The list of rooms may be there before: what then changes can come with the hello, and no frame tells of it.
    wait_in(page, lambda: lossy.is_greeted, "the hello")
    return page, lossy


def test_a_badge_goes_though_the_frame_that_says_it_was_read_is_lost(
    windows: Windows, hanako: Person, kenji: Person
) -> None:
    busy = hanako.create_room("Busy", kenji)
    page, lossy = open_lossy(windows, address(kenji.create_room("Quiet")), kenji)
    expect(room_link(page, "Busy")).to_be_visible()
    for text in ("one", "two"):
        hanako.say(busy, text)
    expect(room_link(page, "Busy")).to_contain_text("2 unread")

    lossy.lose("read")
    kenji.http.post(f"rooms/{busy['id']}/read/", json={"seq": 2}).raise_for_status()
    expect(room_link(page, "Busy")).not_to_contain_text("unread", timeout=HEALED_WITHIN)
    assert "read" in lossy.lost


def test_a_room_is_there_though_the_frame_that_says_i_am_in_it_is_lost(
    windows: Windows, hanako: Person, kenji: Person
) -> None:
    page, lossy = open_lossy(windows, address(kenji.create_room("Quiet")), kenji)
    expect(room_link(page, "Quiet")).to_be_visible()
    lossy.lose("room.joined", "heartbeat")
    kitchen = hanako.create_room("Kitchen", kenji)
    hanako.say(kitchen, "The kettle is on.")
    expect(room_link(page, "Kitchen")).to_contain_text("1 unread", timeout=HEALED_WITHIN)
    assert "room.joined" in lossy.lost


def test_a_room_goes_though_the_frame_that_says_i_left_is_lost(windows: Windows, hanako: Person, kenji: Person) -> None:
    garden = hanako.create_room("Garden", kenji)
    page, lossy = open_lossy(windows, address(kenji.create_room("Quiet")), kenji)
    expect(room_link(page, "Garden")).to_be_visible()
    lossy.lose("room.left")
    hanako.http.delete(f"rooms/{garden['id']}/members/{kenji.id}/").raise_for_status()
    expect(room_link(page, "Garden")).to_have_count(0, timeout=HEALED_WITHIN)
    assert "room.left" in lossy.lost
