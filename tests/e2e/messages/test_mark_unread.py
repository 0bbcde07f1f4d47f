"""What I read I may call unread again, from a message on or as a whole room, on every device; and all of it read."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, choose, message, open_room, room_link
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site


def test_a_room_stays_unread_until_it_is_left(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy, quiet = (hanako.create_room(name, kenji, kind="private") for name in ("Busy", "Quiet"))
    for text in ("one", "two", "three"):
        hanako.say(busy, text)
    page, same, other = (windows.open(address(room), person=kenji) for room in (busy, busy, quiet))
    for device in (page, same, other):
        expect_unread(device, 0)
    choose(page, message(page, "two"), "Mark unread from here")
    for device in (page, same, other):
        expect_unread(device, 2)
    divider = message(page, "New messages")
    expect(divider).to_contain_text("two")

    hanako.say(busy, "four")
    expect(message(page, "four")).to_be_in_viewport()
    for device in (page, same, other):
        expect_unread(device, 3)

    open_room(page, "Quiet")
    expect_unread(page, 3)
    open_room(page, "Busy")
    for device in (page, same, other):
        expect_unread(device, 0)


def test_a_room_and_then_everything(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy, quiet, third = (hanako.create_room(name, kenji, kind="private") for name in ("Busy", "Quiet", "Third"))
    for room in (busy, third):
        hanako.say(room, "one")
    page, other = (windows.open(address(quiet), person=kenji) for _ in range(2))
    row = room_link(page, "Busy")
    row.click(button="right")
    page.get_by_role("menuitem", name="Mark as read").click()
    for device in (page, other):
        expect_unread(device, 0)
    row.click(button="right")
    page.get_by_role("menuitem", name="Mark as unread").click()
    for device in (page, other):
        expect_unread(device, 1)

    expect(page.get_by_role("menu")).to_have_count(0)  # which would take the key
    page.get_by_role("button", name="Menu of Quiet").hover()
    expect(page.get_by_role("tooltip")).to_be_visible()  # which closes by Escape, and by nothing else with it
    page.keyboard.press("Shift+Escape")
    expect(page.get_by_role("dialog")).to_contain_text("2 unread messages in 2 rooms")
    page.get_by_role("button", name="Mark as read").click()
    for device in (page, other):
        expect_unread(device, 0)
        expect(room_link(device, "Third")).not_to_contain_text("unread")


def expect_unread(page: Page, count: int) -> None:
    name = re.compile(rf"^Busy.*\b{count} unread") if count else re.compile(r"^Busy\s*private$")
    expect(room_link(page, "Busy")).to_have_accessible_name(name)
