"""Messages under a finger."""

from playwright.sync_api import FloatRect, Locator, Page, expect

from lab.browser.screens import address, composer, message, press_long
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.messages.test_rows import TOOLBARS


def test_a_long_press_opens_the_actions_from_below_and_back_closes_them(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "tea is ready")
    page = windows.open(address(room), person=hanako, **PHONE)
    press_long(page, message(page, "tea is ready").locator("p"), sheet(page))
    expect_accessible(page)
    assert min(round(box["height"]) for box in map(box_of, sheet(page).get_by_role("button").all())) >= 44
    assert page.evaluate("getSelection().isCollapsed")
    page.go_back()
    expect(sheet(page)).to_have_count(0)
    expect(message(page, "tea is ready")).to_be_visible()

    press_long(page, message(page, "tea is ready").locator("p"), sheet(page))
    sheet(page).get_by_role("button", name="React with 👍").tap()
    expect(message(page, "tea is ready").get_by_role("button", name="👍 1", exact=True)).to_be_visible()
    expect(sheet(page)).to_have_count(0)

    press_long(page, message(page, "tea is ready").locator("p"), sheet(page))
    sheet(page).get_by_role("button", name="Edit").tap()
    field = page.get_by_role("textbox", name="Edit message")
    expect(field).to_be_focused()
    field.fill("tea is gone")
    page.get_by_role("button", name="Save").tap()
    expect(message(page, "tea is gone")).to_contain_text("edited")

    press_long(page, message(page, "tea is gone").locator("p"), sheet(page))
    sheet(page).get_by_role("button", name="Reply in thread").tap()
    expect(page.get_by_role("dialog", name="Thread")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(message(page, "tea is gone")).to_be_visible()


def test_the_keyboard_stays_when_an_answer_is_over(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "tea is ready")
    page = windows.open(address(room), person=hanako, **PHONE)
    answer(page, "tea is ready")
    page.keyboard.type("coming")
    page.get_by_role("button", name="Cancel reply").tap()
    expect(composer(page)).to_be_focused()
    expect(composer(page)).to_have_value("coming")
    answer(page, "tea is ready")
    page.get_by_role("button", name="Send").tap()
    expect(message(page, "coming")).to_be_visible()
    expect(composer(page)).to_have_value("")
    expect(composer(page)).to_be_focused()


def answer(page: Page, text: str) -> None:
    press_long(page, message(page, text).locator("p"), sheet(page))
    sheet(page).get_by_role("button", name="Reply", exact=True).tap()
    expect(page.get_by_role("button", name="Cancel reply")).to_be_visible()
    expect(composer(page)).to_be_focused()


def test_text_can_still_be_selected(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "the code is **4711**")
    page = windows.open(address(room), person=hanako, **PHONE)
    press_long(page, message(page, "4711").locator("p"), sheet(page))
    sheet(page).get_by_role("button", name="Select text").tap()
    text = page.get_by_role("dialog", name="Select text").get_by_text("the code is **4711**")
    expect(text).to_be_visible()
    assert text.evaluate("(element) => getComputedStyle(element).userSelect") == "text"


def test_a_finger_that_scrolls_or_taps_opens_nothing(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "tea is ready")
    page = windows.open(address(room), person=hanako, **PHONE)
    message(page, "tea is ready").locator("p").tap()
    expect(sheet(page)).to_have_count(0)
    assert page.evaluate(TOOLBARS) == [], "it would cover the message"


def sheet(page: Page) -> Locator:
    return page.get_by_role("dialog", name="more")


def box_of(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box, "not in the page"
    return box
