"""A laptop whose network goes away, which is closed or falls asleep meanwhile, and comes back."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, more, say
from lab.browser.waiting import wait_until_kept
from lab.browser.windows import Windows
from lab.chaos.world.link import Link
from lab.clients.person import Newcomer, Person
from lab.servers.process import free_port
from lab.servers.site import Site

pytestmark = pytest.mark.timed

WRITTEN_OFFLINE = ["Is anybody there?", "I will go on writing.", "Good night, then."]
# Long enough for a page to see that its clock jumped, too short for a connection to count as silent.
ASLEEP_SECONDS = 8
NOTICED_WITHIN = 10_000  # five seconds for an answer that does not come, and the way back
# The browser believes in its other connections, too: tried one after another they take three quarters of a minute.
CAUGHT_UP_WITHIN = 30_000
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed"


@pytest.fixture
def far_site(tmp_path: Path) -> Iterator[tuple[Site, Link]]:
    """A site, and a way to it that can be cut."""
    port = free_port()
    with Link(port) as link:
        origins = f"http://127.0.0.1:{port},http://127.0.0.1:{link.port}"
        with Site(tmp_path / "site", port=port, env={"ORIGINS": origins}) as site, site.no_traceback():
            yield site, link
            link.cut()  # a site that stops waits ten seconds for sockets whose peer is silent


@pytest.fixture
def current_site(far_site: tuple[Site, Link]) -> Site:
    return far_site[0]


@pytest.fixture
def link(far_site: tuple[Site, Link]) -> Link:
    return far_site[1]


@pytest.fixture
def hanako(current_site: Site) -> Person:
    return Person.set_up(current_site)


def test_what_was_written_offline_outlives_the_browser(
    link: Link, windows: Windows, hanako: Person, newcomer: Newcomer, tmp_path: Path
) -> None:
    windows.expect(NO_NETWORK)
    kenji = newcomer(hanako.site)
    room = hanako.create_room("By the fire", kenji)
    other = windows.open(address(room), person=kenji)
    laptop = windows.start_browser(tmp_path / "profile")
    page = windows.open(by(link, address(room)), person=hanako, profile=laptop)
    say(page, "before")
    message(page, "before").hover()
    expect(more(message(page, "before"))).to_be_visible()  # the server has it

    link.swallow()
    laptop.set_offline(True)
    for text in WRITTEN_OFFLINE:
        say(page, text)
        expect(message(page, text).get_by_text("Waiting", exact=True)).to_be_visible(timeout=NOTICED_WITHIN)
    expect(page.get_by_title("Offline, 3 waiting", exact=True)).to_be_visible()
    wait_until_kept(page)
    laptop.close()
    link.mend()
    kenji.say(room, "meanwhile")
    expect(message(other, "meanwhile")).to_be_visible()

    again = windows.open(by(link, address(room)), profile=windows.start_browser(tmp_path / "profile"))
    story = ["before", "meanwhile", *WRITTEN_OFFLINE]
    for window in (again, other):
        expect(message(window, WRITTEN_OFFLINE[-1])).to_be_visible()
        expect(window.get_by_text("Waiting", exact=True)).to_have_count(0)
        assert shown(window, story) == story
    expect(again.get_by_text("waiting", exact=False)).to_have_count(0)
    assert stored(hanako, room["id"]) == story


@pytest.mark.timeout(180)
def test_a_laptop_wakes_to_what_was_changed_meanwhile(
    link: Link, windows: Windows, hanako: Person, newcomer: Newcomer, tmp_path: Path
) -> None:
    """It is stopped as a machine is that sleeps: no timer runs, nothing tells the page, and its connection is forgotten on the way."""
    kenji = newcomer(hanako.site)
    room = hanako.create_room("By the fire", kenji)
    edited, deleted = kenji.say(room, "The fire is lit."), kenji.say(room, "Said too much.")
    laptop = windows.start_browser(tmp_path / "profile")
    page = windows.open(by(link, address(room)), person=hanako, profile=laptop)
    expect(message(page, "Said too much.")).to_be_visible()
    kenji.say(room, "Good night.")  # a room shows before there is a connection to forget
    expect(message(page, "Good night.")).to_be_visible()
    page.evaluate("window.notReloaded = true")

    with asleep(tmp_path / "profile"):
        link.swallow()
        kenji.http.patch(f"messages/{edited['id']}/", json={"text": "The fire is out."}).raise_for_status()
        kenji.http.delete(f"messages/{deleted['id']}/").raise_for_status()
        link.mend()
        time.sleep(ASLEEP_SECONDS)

    expect(message(page, "The fire is out.")).to_be_visible(timeout=CAUGHT_UP_WITHIN)
    expect(message(page, "The fire is lit.")).to_have_count(0)
    expect(message(page, "Said too much.")).to_have_count(0)
    expect(message(page, "This message was deleted")).to_be_visible()
    assert page.evaluate("window.notReloaded")


def by(link: Link, path: str) -> str:
    return f"http://127.0.0.1:{link.port}{path}"


def shown(page: Page, texts: list[str]) -> list[str]:
    """Which of these the window shows, as often and in the order in which it does."""
    articles = page.get_by_role("article").all_inner_texts()
    return [text for article in articles for text in texts if text in article.splitlines()]


def stored(person: Person, room: int) -> list[str]:
    return [each["text"] for each in person.http.get(f"rooms/{room}/messages/").json()["messages"]]


@contextmanager
def asleep(profile: Path) -> Iterator[None]:
    """Every process of the browser with this profile stands still."""
    processes = browser_processes(profile)
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def browser_processes(profile: Path) -> list[int]:
    folder = os.fsencode(profile)
    return [pid for pid, command in commands() if folder in command and b"chrom" in command]


def commands() -> Iterator[tuple[int, bytes]]:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield int(entry.parent.name), entry.read_bytes()
