"""A message is corrected in its row, while the draft waits in the composer."""

import re

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message, press_long
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_a_message_is_edited_in_its_row_and_the_draft_stays(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "teh tea")
    kenji.say(room, "which one?")
    page = windows.open(address(room), person=hanako)
    composer(page).fill("half a thought")
    own = message(page, "teh tea")
    own.hover()
    own.get_by_role("toolbar").get_by_role("button", name="Edit").click()
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_value("teh tea")
    expect(composer(page)).to_have_value("half a thought")
    expect_accessible(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("the tea")
    page.get_by_role("button", name="Save").click()
    expect(message(page, "the tea")).to_contain_text("edited")
    expect(editor(page)).to_have_count(0)
    expect(composer(page)).to_be_focused()
    expect(composer(page)).to_have_value("half a thought")


def test_the_last_one_is_edited_from_the_empty_composer_by_keys(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    for number in range(40):
        hanako.say(room, f"line {number:02}")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_value("line 39")
    for name in ("Save", "Cancel"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    page.keyboard.type(", and more")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("below")
    page.keyboard.press("Enter")
    expect(message(page, "line 39, and more")).to_contain_text("below")
    expect(composer(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("never mind")
    page.keyboard.press("Escape")
    expect(editor(page)).to_have_count(0)
    expect(composer(page)).to_be_focused()
    expect(message(page, "never mind")).to_have_count(0)


def test_an_edit_outlives_scrolling_away(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(editor(page)).to_be_focused()
    page.keyboard.type(" not yet saved")
    page.get_by_role("feed").locator("xpath=../..").evaluate("(view) => view.scrollBy(0, -900)")
    expect(editor(page)).not_to_be_in_viewport()
    composer(page).focus()
    page.keyboard.press("ArrowUp")
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_be_in_viewport()
    expect(editor(page)).to_have_value("line 59 not yet saved")


def test_an_edit_outlives_another_room_and_a_search(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room, other = (hanako.create_room(name, kind="private") for name in ("Kitchen", "Pantry"))
    hanako.say(room, "teh tea")
    page = windows.open(address(room), person=hanako, **PHONE)
    edit_by_touch(page, "teh tea")
    editor(page).fill("the tea")
    page.get_by_role("link", name="Back to rooms").tap()
    page.get_by_role("link", name="Pantry").tap()
    expect(page).to_have_url(re.compile(address(other)))
    page.go_back()
    page.go_back()
    edit_by_touch(page, "teh tea")
    expect(editor(page)).to_have_value("the tea")
    editor(page).fill("the green tea")
    page.keyboard.press("Control+Shift+F")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.get_by_role("button", name="Back").tap()
    edit_by_touch(page, "teh tea")
    expect(editor(page)).to_have_value("the green tea")
    page.get_by_role("button", name="Save").tap()
    expect(message(page, "the green tea")).to_contain_text("edited")


def edit_by_touch(page: Page, text: str) -> None:
    sheet = page.get_by_role("dialog", name="more")
    press_long(page, message(page, text).locator("p"), sheet)
    sheet.get_by_role("button", name="Edit").tap()
    expect(editor(page)).to_be_focused()


def editor(page: Page) -> Locator:
    return page.get_by_role("article").get_by_role("textbox", name="Edit message")
