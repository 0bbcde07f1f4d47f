"""Keys that work wherever one is, and never take what is being written."""

import re

from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_from_room_to_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    rooms = {name: hanako.create_room(name, kenji, kind="private") for name in ("First", "Second", "Third")}
    for name in ("First", "Second", "Third"):
        hanako.say(rooms[name], "hello")
    kenji.http.post(f"rooms/{rooms['Second']['id']}/read/", json={"seq": 1}).raise_for_status()
    page = windows.open(address(rooms["First"]), person=kenji)
    title = page.get_by_role("heading", level=1)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(title).to_have_text("Second")
    page.keyboard.press("Alt+ArrowUp")
    expect(title).to_have_text("First")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(title).to_have_text("Third")


def test_the_sheet(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("Tea?")
    expect(composer(page)).to_have_value("Tea?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Room menu").focus()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.goto(f"{site.url}/settings")
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    expect(page).to_have_title(re.compile("Settings"))  # from then on it hears keys
    page.keyboard.press("?")
    expect(sheet).to_be_visible()


def test_escape_goes_to_the_latest_message_and_reads_the_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Long talk", kenji, kind="private")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    page = windows.open(address(room), person=kenji)
    expect(message(page, "line 00")).to_be_in_viewport()
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(message(page, "line 59")).to_be_in_viewport()
    expect(page.get_by_role("navigation", name="Rooms")).not_to_contain_text("unread")
