"""A phone, 360 pixels wide: one column, a way back, and nothing that sticks out."""

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from lab.browser.screens import address, composer, message, open_room, room_list, say, settle
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

STICKS_OUT = """() => Array.from(document.querySelectorAll("body *"))
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
  .filter((element) => !element.closest("pre, table, [data-scrolls-sideways], .sr-only"))
  .filter((element) => !element.parentElement.closest(".truncate"))
  .map((element) => element.outerHTML.slice(0, 200))"""
LONG = "https://example.org/" + "a-very-long-address-without-a-space/" * 6
SETTINGS = (
    ("", "Notifications"),
    ("/profile", "Time zone"),
    ("/devices", "This device"),
    ("/account", "Two-step sign-in"),
)


def test_from_the_rooms_into_one_and_back(site: Site, windows: Windows, outsider: Person) -> None:
    outsider.create_room("Pocket fire")
    page = windows.open("/", person=outsider, **PHONE)
    expect(composer(page)).to_have_count(0)
    open_room(page, "Pocket fire")
    expect(room_list(page)).to_be_hidden()
    say(page, "from the train")
    page.get_by_role("link", name="Back to rooms").click()
    expect(room_list(page)).to_be_visible()
    expect(composer(page)).to_have_count(0)
    page.go_back()
    expect(message(page, "from the train")).to_be_visible()


@pytest.mark.parametrize("path", ["/signin", "/signup", "/nowhere"])
def test_nothing_sticks_out_of_pages_for_strangers(site: Site, windows: Windows, path: str) -> None:
    page = windows.open(path, **PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_nothing_sticks_out(page)


def test_nothing_sticks_out_of_the_set_up_page(fresh_site: Site, windows: Windows) -> None:
    page = windows.open("/", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_nothing_sticks_out(page)


def test_nothing_sticks_out_inside(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("A name about as long as the name of a room may reasonably be", kenji)
    hanako.say(room, LONG)
    hanako.say(room, f"`{LONG}`\n\n```\n{LONG}\n```\n\n| a | b |\n|---|---|\n| {LONG} | c |")
    hanako.say(room, "あ" * 300)
    page = windows.open("/", person=hanako, **PHONE)
    expect(room_list(page).get_by_role("link")).to_be_visible()
    expect_nothing_sticks_out(page)
    page.goto(site.url + address(room))
    expect(message(page, "あああ")).to_be_visible()
    expect_nothing_sticks_out(page)
    expect_one_line(page, "Message")
    page.get_by_role("button", name="2 members").click()
    expect(page.get_by_text(kenji.display_name, exact=True)).to_be_visible()
    expect_nothing_sticks_out(page)
    for path, shown in SETTINGS:
        page.goto(f"{site.url}/settings{path}")
        expect(page.get_by_text(shown, exact=True).first).to_be_visible()
        expect_nothing_sticks_out(page)


def expect_nothing_sticks_out(page: Page) -> None:
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(STICKS_OUT) == []


def expect_one_line(page: Page, hint: str) -> None:
    """The hint in the empty composer, cut where it is too long, beside the button and not below it."""
    line, box, button = map(
        place, (page.locator("form span", has_text=hint).last, composer(page), page.get_by_role("button", name="Send"))
    )
    assert line["height"] < 30
    assert box["height"] < 60
    assert line["x"] + line["width"] <= button["x"]


def place(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box, "not in the page"
    return box
