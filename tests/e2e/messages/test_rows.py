"""The rows of messages: their height, their one toolbar, what sticks to the top, and what covers nothing."""

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from lab.browser.screens import address, composer, message, more, wait_in_page
from lab.browser.windows import DESKTOP, PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site

# The messages whose toolbars are seen.
TOOLBARS = """() => Array.from(document.querySelectorAll("[role=toolbar]"))
  .filter((toolbar) => getComputedStyle(toolbar).opacity !== "0")
  .map((toolbar) => toolbar.closest("article").textContent)"""
WIDE: dict[str, Any] = {**DESKTOP, "viewport": {"width": 1440, "height": 900}}
# Straight into the database: a test cannot wait for the next day.
AGE = """
from datetime import timedelta
from django.db.models import F
from chat.models import Message
Message.objects.filter(room={room}, seq__lte={upto}).update(created_at=F("created_at") - timedelta(days={days}))
"""


@pytest.mark.parametrize("window", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_clock_of_twelve_hours_makes_no_row_taller(
    site: Site, windows: Windows, newcomer: Newcomer, window: dict[str, Any]
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    for text in ("first", "second", "third"):
        hanako.say(room, text)
    page = windows.open(address(room), person=hanako, **{**window, "locale": "en-US"})
    expect(message(page, "third")).to_be_visible()
    assert [round(place(message(page, text))["height"]) for text in ("second", "third")] == [28, 28]
    expect(message(page, "first").locator("time")).to_have_text(re.compile(r"\d:\d\d\s[AP]M$"))


def test_there_is_one_toolbar_at_a_time(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    for text in ("one", "two", "three"):
        hanako.say(room, text)
    page = windows.open(address(room), person=hanako)
    expect(message(page, "three")).to_be_visible()
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(message(page, "three")).to_be_focused()
    expect_toolbar(page, "three")
    message(page, "one").hover()
    expect_toolbar(page, "one")
    page.keyboard.press("Tab")
    expect_toolbar(page, "three")
    page.keyboard.press("End")
    expect(more(message(page, "three"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    message(page, "two").hover()
    expect_toolbar(page, "three")


def test_an_emoji_at_hand_is_one_click_and_the_own_ones_come_first(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "tea")
    page = windows.open(address(room), person=hanako)
    message(page, "tea").hover()
    message(page, "tea").get_by_role("button", name="React", exact=True).click()
    page.get_by_role("searchbox", name="Search emoji").fill("teacup")
    page.get_by_role("gridcell", name="teacup").click()
    expect(message(page, "tea").get_by_role("button", name="🍵 1", exact=True)).to_be_visible()
    page.reload()
    message(page, "tea").hover()
    toolbar = message(page, "tea").get_by_role("toolbar")
    expect(toolbar.get_by_role("button").first).to_have_accessible_name("React with 🍵")
    toolbar.get_by_role("button", name="React with 👍").click()
    expect(message(page, "tea").get_by_role("button", name="👍 1", exact=True)).to_be_visible()


def test_the_day_sticks_to_the_top_and_covers_no_message_with_the_focus(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    site.manage("shell", "-c", AGE.format(room=room["id"], upto=30, days=1))
    page = windows.open(address(room), person=hanako)
    expect(message(page, "line 59")).to_be_in_viewport()
    today, yesterday = (
        page.get_by_role("button", name=f"{day}: jump to another date") for day in ("Today", "Yesterday")
    )
    expect(today).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    for _ in range(56):
        page.keyboard.press("ArrowUp")
        focused = page.locator("article:focus")
        expect(focused).to_be_in_viewport(ratio=0.99)
        page.wait_for_function(IS_CLEAR)
    expect(message(page, "line 03")).to_be_focused()
    expect(yesterday).to_be_in_viewport()
    expect(today).not_to_be_in_viewport()
    top = place(page.get_by_role("feed").locator("xpath=../.."))["y"]
    assert round(place(yesterday)["y"] - top) == 8


def test_what_came_meanwhile_is_told_beside_the_messages(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    kenji.http.post(f"rooms/{room['id']}/read/", json={"seq": 60}).raise_for_status()
    page = windows.open(address(room), person=kenji, **PHONE)
    expect(message(page, "line 59")).to_be_in_viewport()
    page.get_by_role("feed").locator("xpath=../..").evaluate("(view) => view.scrollBy(0, -800)")
    expect(message(page, "line 59")).not_to_be_in_viewport()
    hanako.say(room, "news")
    told = page.get_by_role("button", name="1 new message")
    expect(told).to_be_visible()
    below = place(page.get_by_role("feed").locator("xpath=../.."))
    assert place(told)["y"] >= below["y"] + below["height"] - 1
    told.tap()
    expect(message(page, "news")).to_be_in_viewport()
    expect(told).to_have_count(0)


# The message with the focus is neither below the day nor below the composer.
IS_CLEAR = """() => {
  const { top, bottom } = document.activeElement.lastElementChild.getBoundingClientRect();
  const over = Array.from(document.querySelectorAll("button[aria-label$='jump to another date'], form"))
    .map((each) => each.getBoundingClientRect());
  return over.every((each) => each.bottom <= top + 1 || each.top >= bottom - 1 || each.height === 0);
}"""


def expect_toolbar(page: Page, text: str) -> None:
    is_it = f"(text) => {{ const [one, other] = ({TOOLBARS})(); return Boolean(one?.includes(text)) && !other; }}"
    wait_in_page(page, is_it, f"one toolbar, of {text!r}", text)


def place(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box, "not in the page"
    return box
