"""What I have not read is counted beside the room, on every device of mine."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, open_room, room_link
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site


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


def test_the_tab_tells_on_every_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy = hanako.create_room("Busy", kenji, kind="private")
    page = windows.open("/settings", person=kenji)
    expect(page).to_have_title("Profile · Settings · Irori")
    icon = page.locator("link[rel=icon]")
    expect(icon).to_have_attribute("href", re.compile("favicon.svg$"))
    hanako.say(busy, "one")
    expect(page).to_have_title("(1) Profile · Settings · Irori")
    expect(icon).to_have_attribute("href", re.compile("favicon-unread.svg$"))
    assert page.request.get(f"{site.url}{icon.get_attribute('href')}").ok


def test_what_came_while_i_was_away_is_marked(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Busy", kenji, kind="private")
    hanako.say(room, "seen before")
    kenji.http.post(f"rooms/{room['id']}/read/", json={"seq": 1}).raise_for_status()
    page = windows.open(address(room), person=kenji)
    expect(message(page, "seen before")).to_be_visible()
    divider = message(page, "New messages")
    expect(divider).to_have_count(0)
    look(page, away=True)
    for number in range(1, 61):
        hanako.say(room, f"news {number:02}")
    expect(message(page, "news 60")).to_be_in_viewport()
    look(page, away=False)
    page.get_by_role("button", name="First new message").click()
    expect(divider).to_contain_text("news 01")
    expect(divider).to_be_in_viewport()
    expect(divider).to_be_focused()


def test_what_i_send_is_shown_where_the_newest_messages_are_not_loaded(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Busy", kenji, kind="private")
    for number in range(1, 121):
        hanako.say(room, f"news {number:03}")
    page = windows.open(address(room), person=kenji)
    expect(message(page, "news 001")).to_be_in_viewport()
    expect(composer(page)).to_be_focused()
    page.keyboard.type("me too")
    page.keyboard.press("Enter")
    expect(message(page, "me too")).to_be_in_viewport()
    expect(message(page, "news 120")).to_be_in_viewport()


def look(page: Page, *, away: bool) -> None:
    """A browser without a screen gives every window the focus, so the window is told that it lost it."""
    page.evaluate(
        "(away) => { document.hasFocus = () => !away; window.dispatchEvent(new Event(away ? 'blur' : 'focus')) }", away
    )


def expect_unread(page: Page, count: int) -> None:
    link = room_link(page, "Busy")
    expect(link).to_be_visible()
    if count:
        expect(link).to_contain_text(f"{count} unread")
    else:
        expect(link).not_to_contain_text("unread")


def test_one_comes_back_to_the_room_one_was_in(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    kitchen, garden = (hanako.create_room(name, kenji, kind="private") for name in ("Kitchen", "Garden"))
    page = windows.open(address(kitchen), person=kenji)
    expect(page.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()
    hanako.say(garden, "the plums are ripe")
    expect(room_link(page, "Garden")).to_have_accessible_name(re.compile("1 unread"))

    page.goto(site.url)
    expect(page.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()
    expect(room_link(page, "Garden")).to_have_accessible_name(re.compile("1 unread"))

    kenji.http.post(f"rooms/{kitchen['id']}/leave/").raise_for_status()
    page.goto(site.url)
    expect(page.get_by_role("heading", name="Garden", level=1)).to_be_visible()
