"""What helps to write: emoji by their names, and names after an @."""

from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
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
