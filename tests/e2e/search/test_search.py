"""Finding a message of last year, in English and Japanese: by the keyboard alone, and on a phone."""

from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
# The first messages of a room are of last year.
AGE = """
from datetime import timedelta
from django.db.models import F
from chat.models import Message
Message.objects.filter(room={room}, seq__lte={upto}).update(created_at=F("created_at") - timedelta(days=365))
"""
AFTER = 60


class Words(NamedTuple):
    locale: str
    field: str
    said: str
    begun: str
    filter_begun: str
    more: str


# People are found by parts of their names, in front of the messages: nobody on the shared site is called as these words.
ENGLISH = Words("en-GB", "Search messages", "We meet in the teahouse on Friday", "teah", "fr", "frid")
JAPANESE = Words("ja-JP", "メッセージを検索", "金曜日の会議室を予約しました", "会議", "差出", "金曜")


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["English", "Japanese"])
def test_a_message_of_last_year_by_the_keyboard(site: Site, windows: Windows, newcomer: Newcomer, words: Words) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = long_talk(site, hanako, kenji, words.said)
    page = windows.open(address(room), person=hanako, locale=words.locale, **WIDE)
    expect(message(page, f"line {AFTER}")).to_be_in_viewport()
    page.keyboard.press("Control+Shift+F")
    field = page.get_by_role("combobox", name=words.field)
    expect(field).to_be_focused()
    page.keyboard.insert_text(f"{words.begun} {words.filter_begun}")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(kenji.username)
    expect(page.get_by_role("option", name=f"@{kenji.username}")).to_be_visible()
    page.keyboard.press("Enter")
    # What the beginning of the filter found, as a word, may still be shown until the answer comes.
    expect(hits(page).locator("mark")).to_have_text([words.begun])
    expect(hits(page)).to_have_count(1)
    expect_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(hits(page)).to_be_focused()
    page.keyboard.press("Enter")
    said = message(page.get_by_role("feed"), words.said)
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    newest = page.get_by_role("feed").get_by_text(f"line {AFTER}", exact=True)

    def reached() -> bool:
        page.keyboard.press("End")  # the end of what is loaded; more is loaded then
        return newest.count() > 0

    wait_until(reached, what="the newest message")
    page.keyboard.press("Home")
    expect(said).to_be_focused()
    page.go_back()
    expect(hits(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.insert_text(words.more)
    expect(hits(page).locator("mark")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_on_a_phone_the_search_is_a_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = long_talk(site, hanako, kenji, ENGLISH.said)
    page = windows.open("/", person=hanako, **PHONE)
    page.get_by_role("button", name="Search messages").click()
    field = page.get_by_role("combobox", name="Search messages")
    expect(field).to_be_focused()
    field.fill("line")
    expect(hits(page)).to_have_count(20)
    expect_accessible(page)
    page.get_by_role("button", name="More messages").scroll_into_view_if_needed()
    expect(hits(page)).to_have_count(40)
    opened = hits(page).nth(30)
    opened.click()
    expect(page.get_by_role("heading", name=str(room["name"]), level=1)).to_be_visible()
    expect(field).to_be_hidden()
    page.go_back()
    expect(hits(page).nth(30)).to_be_focused()
    expect(hits(page).nth(30)).to_be_in_viewport()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("navigation", name="Rooms")).to_be_visible()


def test_in_this_room_from_its_header(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    here, there = (hanako.create_room(name) for name in ("Tea house", "Garden"))
    for room in (here, there):
        hanako.say(room, "the kettle is on")
    page = windows.open(address(here), person=hanako, **WIDE)
    expect(composer(page)).to_be_focused()
    page.get_by_role("button", name="Search in this room").click()
    field = page.get_by_role("combobox", name="Search messages")
    expect(field).to_have_value('in:"#Tea house" ')
    expect(field).to_be_focused()
    page.keyboard.type("kettle")
    expect(hits(page)).to_have_count(1)
    page.get_by_role("button", name="Remove the filter: In Tea house").click()
    expect(hits(page)).to_have_count(2)


def hits(page: Page) -> Locator:
    """The messages that were found, in the list that both languages have."""
    return page.locator("[data-result^=message]")


def long_talk(site: Site, reader: Person, writer: Person, said: str) -> Json:
    """A room with a message of last year, and many after it."""
    room = reader.create_room(f"Talk of {writer.username}", writer, kind="private")
    writer.say(room, said)
    for number in range(1, AFTER + 1):
        writer.say(room, f"line {number}")
    reader.http.post(f"rooms/{room['id']}/read/", json={"seq": AFTER + 1}).raise_for_status()
    site.manage("shell", "-c", AGE.format(room=room["id"], upto=1))
    return room
