"""Uploads that lose their connection, their worker or their page go on where they were."""

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from lab.browser.screens import address, composer, message
from lab.browser.waiting import wait_in, wait_until_kept
from lab.browser.windows import Windows
from lab.clients.person import Person
from lab.servers.site import Site
from tests.e2e.files.attaching import attached, choose_files, files_of, random_file, send, upload_in_small_chunks

CHUNKS = "**/api/uploads/*/"
MEGABYTES = 8
# Of the requests with bytes, by their number. The others of the eight chunks arrive.
LOST_CHUNKS = (2, 5, 7)
KILLING_CHUNK = 4
# Two chunks, of which one has arrived.
RELOADED_MEGABYTES = 2
ARRIVES_WITHIN = 90_000
LOST = r"ERR_|WebSocket connection|50\d"


@pytest.fixture
def hanako(fresh_site: Site) -> Person:
    return Person.set_up(fresh_site)


def arrived(person: Person, room: dict[str, object], text: str, path: Path) -> None:
    """The server has every byte of the file."""
    [file] = files_of(person, room, text)
    original = person.http.get(f"{person.site.url}{file['url']}").raise_for_status().content
    assert sha256(original).digest() == sha256(path.read_bytes()).digest()


def expect_sent(page: Page, text: str, name: str) -> None:
    """The message is stored with this file. Between two attempts pass up to 15 s."""
    file = message(page, text).get_by_role("link", name=f"Download {name}")
    expect(file).to_be_visible(timeout=ARRIVES_WITHIN)


def count_creations(page: Page) -> list[str]:
    created: list[str] = []
    page.on("request", lambda each: created.append(each.url) if is_creation(each.method, each.url) else None)
    return created


def is_creation(method: str, url: str) -> bool:
    return method == "POST" and url.endswith("/api/uploads/")


def test_a_lost_connection_and_a_killed_worker(
    fresh_site: Site, windows: Windows, hanako: Person, tmp_path: Path
) -> None:
    windows.expect(LOST)
    room, path = hanako.create_room("Far away"), random_file(tmp_path, MEGABYTES)
    page = windows.open(address(room), person=hanako)
    upload_in_small_chunks(page.context)
    created, offsets = count_creations(page), []

    def disturb(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        offsets.append(route.request.headers["upload-offset"])
        if len(offsets) == KILLING_CHUNK:
            fresh_site.kill()
            fresh_site.start()
        if len(offsets) in (*LOST_CHUNKS, KILLING_CHUNK):
            return route.abort("connectionreset")
        return route.continue_()

    page.route(CHUNKS, disturb)
    choose_files(page, path)
    composer(page).fill("The recording")
    send(page)
    expect(message(page, "The recording").get_by_text("recording.bin").first).to_be_visible()
    expect_sent(page, "The recording", "recording.bin")
    arrived(hanako, room, "The recording", path)
    assert len(created) == 1
    # Each lost chunk was sent once more, and no other.
    assert len(offsets) == len(set(offsets)) + len(LOST_CHUNKS) + 1


def test_a_reload_in_the_middle(windows: Windows, hanako: Person, tmp_path: Path) -> None:
    windows.expect(LOST)
    room, path = hanako.create_room("Far away"), random_file(tmp_path, RELOADED_MEGABYTES)
    page = windows.open(address(room), person=hanako)
    upload_in_small_chunks(page.context)
    created, held = count_creations(page), []

    def hold(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0":
            held.append(route)
        else:
            route.continue_()

    page.route(CHUNKS, hold)
    choose_files(page, path)
    expect(attached(page)).to_have_count(1)
    composer(page).fill("The recording")
    send(page)
    expect(message(page, "The recording").get_by_role("progressbar")).to_be_visible()
    wait_in(page, lambda: held, "the second chunk")
    wait_until_kept(page)
    page.unroute(CHUNKS)
    page.reload()
    expect_sent(page, "The recording", "recording.bin")
    arrived(hanako, room, "The recording", path)
    assert len(created) == 1


def test_offline_and_back(windows: Windows, hanako: Person, tmp_path: Path) -> None:
    windows.expect(LOST)
    room, path = hanako.create_room("Far away"), random_file(tmp_path, 1)
    page = windows.open(address(room), person=hanako)
    choose_files(page, path)
    expect(attached(page)).to_have_count(1)
    page.context.set_offline(True)
    choose_files(page, random_file(tmp_path, 1, "second.bin"))
    composer(page).fill("From the train")
    send(page)
    expect(message(page, "From the train").get_by_text("second.bin").first).to_be_visible()
    page.context.set_offline(False)
    expect_sent(page, "From the train", "second.bin")
    assert [each["name"] for each in files_of(hanako, room, "From the train")] == ["recording.bin", "second.bin"]
