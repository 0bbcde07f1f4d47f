"""Writing: Enter sends, Shift+Enter does not, and neither does the Enter that ends a Japanese conversion."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Json, Person
from lab.servers.process import wait_until


@pytest.fixture
def room(outsider: Person) -> Json:
    return outsider.create_room("Writing desk")


@pytest.fixture
def page(windows: Windows, outsider: Person, room: Json) -> Page:
    page = windows.open(address(room), person=outsider)
    composer(page).click()
    return page


def test_enter_sends_and_empties_the_box(page: Page, outsider: Person, room: Json) -> None:
    page.keyboard.type("first line")
    page.keyboard.press("Enter")
    expect(message(page, "first line")).to_be_visible()
    expect(composer(page)).to_have_value("")
    expect(composer(page)).to_be_focused()
    expect_stored(outsider, room, "first line")


def test_shift_enter_breaks_the_line(page: Page, outsider: Person, room: Json) -> None:
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    expect(composer(page)).to_have_value("first line\nsecond line")
    assert texts(outsider, room) == []
    page.keyboard.press("Enter")
    expect(message(page, "second line")).to_be_visible()
    expect_stored(outsider, room, "first line\nsecond line")


def test_the_enter_of_a_conversion_does_not_send(page: Page, outsider: Person, room: Json) -> None:
    ime = page.context.new_cdp_session(page)
    compose(ime, "おちゃ")
    press_enter_while_composing(ime)
    ime.send("Input.insertText", {"text": "お茶"})
    expect(composer(page)).to_have_value("お茶")
    assert texts(outsider, room) == []

    page.keyboard.type("です", delay=50)  # as fast as fingers, not faster
    page.keyboard.press("Enter")
    expect(message(page, "お茶です")).to_be_visible()
    expect_stored(outsider, room, "お茶です")


def test_white_space_alone_is_not_sent(page: Page, outsider: Person, room: Json) -> None:
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    composer(page).fill("words")
    page.keyboard.press("Enter")
    expect(message(page, "words")).to_be_visible()
    expect_stored(outsider, room, "words")


def test_what_is_written_is_text_and_not_a_page(page: Page) -> None:
    page.keyboard.type("<img src=x onerror=alert(1)> **warm** <script>alert(2)</script>")
    page.keyboard.press("Enter")
    row = message(page, "warm")
    expect(row.locator("strong")).to_have_text("warm")
    expect(row.locator("img, script")).to_have_count(0)


def expect_stored(person: Person, room: Json, text: str) -> None:
    """This text alone; the window shows it a moment before the server has it."""
    wait_until(lambda: bool(texts(person, room)))
    assert texts(person, room) == [text]


def texts(person: Person, room: Json) -> list[str]:
    messages = person.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()["messages"]
    return [str(each["text"]) for each in messages]


def compose(ime: CDPSession, text: str) -> None:
    ime.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press_enter_while_composing(ime: CDPSession) -> None:
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    ime.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
