"""A newcomer, from an invitation link to messages that they find again a day later: by keyboard alone, by touch alone."""

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import composer, expect_stored, message, press_long
from lab.browser.windows import PHONE, Windows
from lab.clients.person import PASSWORD, Newcomer
from lab.servers.site import Site
from tests.e2e.rooms.test_room_invitations import invite

WELCOME, FIRST, CORRECTED, ANSWER = "sit down with us", "my frist words", "my first words", "I sit already"
DAY_MS = 24 * 3_600_000
MOST_STEPS = 60


def test_by_keyboard_alone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    link, name = invited(site, newcomer, "keys")
    page = windows.open(link)
    tab_to(page, page.get_by_role("link", name="Create account"))
    page.keyboard.press("Enter")
    for field, text in profile(page, name):
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")

    expect(message(page, WELCOME)).to_be_visible()
    write(page, FIRST)
    begin_edit(page)
    page.keyboard.press("Control+A")
    page.keyboard.type(CORRECTED)
    page.keyboard.press("Enter")
    expect(message(page, CORRECTED)).to_contain_text("edited")

    go_to_message(page, WELCOME)
    page.keyboard.press("r")
    write(page, ANSWER)
    expect(message(page, ANSWER)).to_contain_text(WELCOME)

    go_to_message(page, WELCOME)
    react = message(page, WELCOME).first.get_by_role("button", name="React", exact=True)
    tab_to(page, message(page, WELCOME).first.get_by_role("toolbar").get_by_role("button").first)
    press_until_focused(page, "ArrowRight", react)
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search emoji")).to_be_focused()
    page.keyboard.type("teacup")
    expect(page.get_by_role("gridcell", name="teacup")).to_be_visible()
    page.keyboard.press("Enter")
    expect_all(page)

    page = tomorrow(windows)
    for field, text in sign_in_fields(page, name):
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect_all(page)


def test_by_touch_alone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    link, name = invited(site, newcomer, "touch")
    page = windows.open(link, **PHONE)
    page.get_by_role("link", name="Create account").tap()
    for field, text in profile(page, name):
        field.tap()
        page.keyboard.type(text)
    page.get_by_role("button", name="Create account").tap()

    expect(message(page, WELCOME)).to_be_visible()
    say_by_touch(page, FIRST)
    act(page, message(page, FIRST), "Edit")
    editor = page.locator("textarea:focus")
    expect(editor).to_have_value(FIRST)
    editor.fill(CORRECTED)
    page.get_by_role("button", name=re.compile("^(Save|Send)$")).first.tap()
    expect(message(page, CORRECTED)).to_contain_text("edited")

    act(page, message(page, WELCOME), "Reply")
    expect(page.get_by_text("Replying to")).to_be_visible()  # the sheet goes first
    say_by_touch(page, ANSWER)
    expect(message(page, ANSWER)).to_contain_text(WELCOME)

    act(page, message(page, WELCOME).first, "React")
    page.get_by_role("searchbox", name="Search emoji").tap()
    page.keyboard.type("teacup")
    page.get_by_role("gridcell", name="teacup").tap()
    expect_all(page)

    page = tomorrow(windows, **PHONE)
    for field, text in sign_in_fields(page, name):
        field.tap()
        page.keyboard.type(text)
    page.get_by_role("button", name="Sign in").tap()
    page.get_by_role("link", name=re.compile("^Back room")).tap()
    expect_all(page)


def invited(site: Site, newcomer: Newcomer, kind: str) -> tuple[str, str]:
    """A link into a room where somebody has said something, and a name that nobody has."""
    hanako = newcomer(site)
    room = hanako.create_room("Back room", kind="private")
    hanako.say(room, WELCOME)
    return invite(hanako, room), f"{hanako.username}-{kind}"


def profile(page: Page, name: str) -> list[tuple[Locator, str]]:
    email = page.get_by_label("E-mail")
    return [(page.get_by_label("User name"), name), (email, f"{name}@example.org"), *password(page)]


def sign_in_fields(page: Page, name: str) -> list[tuple[Locator, str]]:
    return [(page.get_by_label("User name or e-mail"), name), *password(page)]


def password(page: Page) -> list[tuple[Locator, str]]:
    return [(page.get_by_label("Password", exact=True), PASSWORD)]


def tomorrow(windows: Windows, **device: Any) -> Page:
    """The sign-in page in another browser, whose clock is a day ahead."""
    page = windows.open("/signin", **device)
    page.clock.set_system_time(time.time() * 1000 + DAY_MS)
    page.reload()
    return page


def expect_all(page: Page) -> None:
    """What was sent, edited, answered and reacted."""
    expect(message(page, CORRECTED)).to_contain_text("edited")
    expect(message(page, ANSWER)).to_contain_text(WELCOME)
    reaction = message(page, WELCOME).get_by_role("button", name="🍵 1")
    expect(reaction).to_have_attribute("aria-pressed", "true")


# -- By keyboard


def is_focused(element: Locator) -> bool:
    return element.count() == 1 and bool(element.evaluate("element => element === document.activeElement"))


def tab_to(page: Page, element: Locator) -> None:
    expect(element).to_be_visible()
    press_until_focused(page, "Tab", element)


def press_until_focused(page: Page, key: str, element: Locator) -> None:
    for _ in range(MOST_STEPS):
        if is_focused(element):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{element} cannot be reached with {key}")


def go_to_message(page: Page, text: str) -> None:
    """Tab to the messages, which are one stop, then along them."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role') ?? document.activeElement.tagName") in STOPS:
            break
    page.keyboard.press("Home")
    expect(message(page, text).first).to_be_focused()


STOPS = ("article", "ARTICLE")


def begin_edit(page: Page) -> None:
    """Of the last message."""
    page.keyboard.press("ArrowUp")
    expect(page.locator("textarea:focus")).to_have_value(FIRST)


def write(page: Page, text: str) -> None:
    tab_to(page, composer(page))
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(message(page, text)).to_be_visible()
    expect_stored(message(page, text))


# -- By touch


def say_by_touch(page: Page, text: str) -> None:
    composer(page).tap()
    page.keyboard.type(text)
    page.get_by_role("button", name="Send").tap()
    expect(message(page, text)).to_be_visible()
    expect_stored(message(page, text))


def act(page: Page, row: Locator, name: str) -> None:
    """Hold a finger on a message until its actions come, then choose one."""
    sheet = page.get_by_role("dialog", name=re.compile("more$"))
    press_long(page, row.locator("p").last, sheet)
    sheet.get_by_role("button", name=name, exact=True).tap()
