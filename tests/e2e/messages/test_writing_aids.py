"""What helps to write: emoji by their names, names after an @, rooms after a #, and how texts are formatted."""

import re

from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_an_emoji_by_its_name(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("tea ")
    page.get_by_role("button", name="Emoji").click()
    search = page.get_by_role("searchbox", name="Search emoji")
    expect(search).to_be_focused()
    page.keyboard.type("teacup")
    expect(page.get_by_role("gridcell", name="teacup")).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    expect(composer(page)).to_have_value("tea 🍵")
    page.keyboard.press("Control+Z")
    expect(composer(page)).to_have_value("tea ")


def test_an_emoji_by_its_japanese_name(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("台所")), person=hanako, locale="ja-JP")
    page.get_by_role("button", name="絵文字").click()
    page.get_by_role("searchbox", name="絵文字を検索").fill("寿司")
    page.get_by_role("gridcell", name="すし").click()
    expect(page.locator("textarea")).to_have_value("🍣")


def test_a_name_after_an_at_sign(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type(f"is @{kenji.username[:3]}")
    expect(page.get_by_role("option", selected=True)).to_contain_text(f"@{kenji.username}")
    expect_accessible(page)
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value(f"is @{kenji.username} ")
    page.keyboard.type("there?")
    page.keyboard.press("Enter")
    expect(message(page, f"is @{kenji.username} there?")).to_be_visible()
    page.keyboard.type("@")
    expect(page.get_by_role("option").last).to_contain_text("@here")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("")


def test_an_emoji_between_colons(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("well done :tad")
    expect(page.get_by_role("option", selected=True)).to_contain_text(":tada:")
    expect_accessible(page)
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("well done 🎉")
    page.keyboard.type(" :tea:")
    expect(composer(page)).to_have_value("well done 🎉 🍵")
    page.keyboard.press("Control+Z")
    expect(composer(page)).to_have_value("well done 🎉 :tea:")
    page.keyboard.press("Enter")
    expect(message(page, "well done 🎉 :tea:")).to_be_visible()


def test_an_emoji_in_japanese(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("台所")), person=hanako, locale="ja-JP")
    field = page.locator("textarea")
    expect(field).to_be_focused()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "：くらっかー", "selectionStart": 6, "selectionEnd": 6})
    expect(page.get_by_role("option", selected=True)).to_contain_text("クラッカー")
    ime.send("Input.insertText", {"text": "：クラッカー"})
    page.keyboard.press("Enter")
    expect(field).to_have_value("🎉")


def test_a_room_after_a_number_sign_by_touch(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    hanako.create_room("Kitchen talk")
    page = windows.open(address(hanako.create_room("Garden")), person=hanako, **PHONE)
    composer(page).tap()
    expect(composer(page)).to_be_focused()
    page.keyboard.type("see #kit")
    page.get_by_role("option", name="Kitchen talk").tap()
    expect(composer(page)).to_have_value("see #Kitchen talk ")
    expect(composer(page)).to_be_focused()


def test_how_texts_are_formatted_is_one_tap_away(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako, **PHONE)
    composer(page).tap()
    page.get_by_role("button", name="Formatting help").tap()
    dialog = page.get_by_role("dialog", name="Formatting")
    expect(dialog.locator("strong")).to_have_text("bold")
    expect(dialog).to_contain_text("Ctrl+Enter sends")
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(composer(page)).to_be_focused()


def test_enter_begins_a_line_on_a_touch_screen(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako, **PHONE)
    composer(page).tap()
    expect(composer(page)).to_be_focused()
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    page.keyboard.type("second")
    expect(composer(page)).to_have_value("first\nsecond")
    expect(composer(page)).to_have_attribute("enterkeyhint", "enter")
    page.get_by_role("button", name="Send").tap()
    expect(message(page, "second")).to_be_visible()
    expect(composer(page)).to_have_value("")
    page.goto(f"{site.url}/settings/appearance")
    choices = page.get_by_role("group", name=re.compile("^Enter key"))
    choices.get_by_text("Send").tap()
    expect(choices.get_by_role("radio", name="Send")).to_be_checked()
    page.go_back()
    composer(page).tap()
    expect(composer(page)).to_be_focused()
    page.keyboard.type("third")
    page.keyboard.press("Enter")
    expect(message(page, "third")).to_be_visible()
