"""Reading back: older messages arrive above without moving what is being read."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from lab.browser.screens import address, message
from lab.browser.waiting import repeat_in
from lab.browser.windows import Windows
from lab.clients.person import Json, Person
from lab.servers.site import Site

MESSAGES = 160
# Follows one row from frame to frame and keeps the highest and the lowest place it was painted at.
FOLLOW = """(row) => {
  const place = () => row.getBoundingClientRect().top;
  window.places = [place()];
  const watch = () => { window.places.push(place()); requestAnimationFrame(watch); };
  requestAnimationFrame(watch);
}"""
TRAVEL = "Math.max(...window.places) - Math.min(...window.places)"


# Resolves when nothing has scrolled for ten frames.
AT_REST = """(feed) => new Promise((resolve) => {
  const view = feed.parentElement.parentElement;
  let [top, still] = [view.scrollTop, 0];
  const look = () => {
    still = view.scrollTop === top ? still + 1 : 0;
    top = view.scrollTop;
    still === 10 ? resolve() : requestAnimationFrame(look);
  };
  look();
})"""
WHOLLY_IN_VIEW = """(row) => {
  const { top, bottom } = row.getBoundingClientRect();
  const view = row.closest("[role=feed]").parentElement.parentElement.getBoundingClientRect();
  return top >= view.top && bottom <= view.bottom;
}"""


@dataclass
class Evening:
    """A room with a long past, read by `reader`, who knows it all."""

    reader: Person
    friend: Person
    room: Json


@pytest.fixture(scope="module")
def evening(embedded_server: Site) -> Evening:
    reader, friend = (Person.register(embedded_server, name) for name in ("reader", "friend"))
    room = reader.create_room("Long evening", friend, kind="private")
    for number in range(1, MESSAGES + 1):
        reader.say(room, line(number))
    return Evening(reader, friend, room)


@pytest.fixture
def page(windows: Windows, evening: Evening) -> Page:
    page = windows.open(address(evening.room), person=evening.reader)
    expect(message(page, line(MESSAGES))).to_be_in_viewport()
    feed(page).hover()
    return page


def test_older_messages_do_not_move_the_page(page: Page) -> None:
    held: list[Route] = []
    page.route("**/messages/?*before=*", lambda route: route.continue_() if held else held.append(route))
    repeat_in(page, lambda: scroll(page, -200), lambda: held, "the page of older messages")
    row_being_read(page).evaluate(FOLLOW)
    held[0].continue_()
    expect(feed(page)).to_have_attribute("aria-busy", "false")
    rest(page)
    assert page.evaluate("window.places.length") > 10
    assert page.evaluate(TRAVEL) <= 1
    assert page.get_by_role("article").first.get_attribute("data-index") != "0", "there is more above now"


def test_back_to_the_very_first_message_and_to_the_latest_again(page: Page) -> None:
    first = message(page, line(1))
    repeat_in(page, lambda: scroll(page, -400), first.is_visible, "the first message")
    expect(first).to_be_in_viewport()
    page.get_by_role("button", name="Latest messages").click()
    expect(message(page, line(MESSAGES))).to_be_in_viewport()


def test_what_others_say_does_not_pull_a_reader_down(page: Page, evening: Evening) -> None:
    latest = page.get_by_role("button", name="Latest messages")
    repeat_in(page, lambda: scroll(page, -600), latest.is_visible, "a place above the end")
    expect(message(page, line(MESSAGES))).not_to_be_in_viewport()
    row_being_read(page).evaluate(FOLLOW)
    evening.friend.say(evening.room, "meanwhile")
    news = page.get_by_role("button", name="1 new message")
    expect(news).to_be_visible()
    rest(page)
    assert page.evaluate(TRAVEL) <= 1
    news.click()
    expect(message(page, "meanwhile")).to_be_in_viewport()


def line(number: int) -> str:
    return f"line {number:03}"


def feed(page: Page) -> Locator:
    return page.get_by_role("feed")


def scroll(page: Page, pixels: int) -> None:
    page.mouse.wheel(0, pixels)
    rest(page)


def rest(page: Page) -> None:
    feed(page).evaluate(AT_REST)


def row_being_read(page: Page) -> Locator:
    rows = page.get_by_role("article")
    place = next(index for index in range(rows.count()) if rows.nth(index).evaluate(WHOLLY_IN_VIEW))
    return message(page, rows.nth(place).inner_text().splitlines()[-1])
