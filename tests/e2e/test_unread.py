"""What I have not read is counted beside the room, on every device of mine."""

from playwright.sync_api import Page, expect

from tests.e2e.screens import address, message, open_room, room_link
from tests.e2e.windows import Windows
from tests.person import Newcomer
from tests.servers.site import Site


def test_the_badge_counts_and_goes_when_the_room_is_read(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy = hanako.create_room("Busy", kenji, kind="private")
    quiet = hanako.create_room("Quiet", kenji, kind="private")
    page, phone = (windows.open(address(quiet), person=kenji) for _ in range(2))
    expect_unread(page, 0)
    for text in ("one", "two", "three"):
        hanako.say(busy, text)
    expect_unread(page, 3)
    expect_unread(phone, 3)

    open_room(page, "Busy")
    expect(message(page, "three")).to_be_visible()
    expect_unread(page, 0)
    expect_unread(phone, 0)
    hanako.say(busy, "four")
    expect(message(page, "four")).to_be_visible()
    expect_unread(page, 0)
    expect_unread(phone, 0)


def test_my_own_messages_are_not_unread(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy = hanako.create_room("Busy", kenji, kind="private")
    page = windows.open(address(kenji.create_room("Quiet")), person=kenji)
    expect_unread(page, 0)
    kenji.say(busy, "mine")
    hanako.say(busy, "hers")
    expect_unread(page, 1)


def expect_unread(page: Page, count: int) -> None:
    link = room_link(page, "Busy")
    expect(link).to_be_visible()
    if count:
        expect(link).to_contain_text(f"{count} unread")
    else:
        expect(link).not_to_contain_text("unread")
