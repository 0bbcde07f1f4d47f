"""Finding one's way in the web app, by what a person sees or a screen reader says."""

import re

from playwright.sync_api import Locator, Page, expect

from lab.clients.person import PASSWORD, Json, Person


def sign_in(page: Page, person: Person) -> None:
    page.get_by_label("User name or e-mail").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def room_list(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Rooms")


def room_link(page: Page, name: str) -> Locator:
    return room_list(page).get_by_role("link", name=re.compile(rf"^{re.escape(name)}\b"))


def open_room(page: Page, name: str) -> None:
    room_link(page, name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def address(room: Json) -> str:
    return f"/rooms/{room['id']}"


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Message"))


def message(within: Page | Locator, text: str) -> Locator:
    return within.get_by_role("article").filter(has_text=text)


def more(message: Locator) -> Locator:
    """The button of a message's menu."""
    return message.get_by_role("button", name=re.compile("more$"))


def choose(page: Page, message: Locator, deed: str) -> None:
    """Something in the menu of a message."""
    message.hover()
    more(message).click()
    page.get_by_role("menuitem", name=deed, exact=True).click()


def press_long(page: Page, target: Locator, opened: Locator) -> None:
    """A finger that stays on something until it has opened something."""
    settle(page)
    box = target.bounding_box()
    assert box, "not in the page"
    point = {"x": box["x"] + 20, "y": box["y"] + box["height"] / 2}
    chrome = page.context.new_cdp_session(page)
    chrome.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(opened).to_be_visible()
    chrome.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    chrome.detach()
    settle(page)


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    # On a touch screen Enter alone begins a line.
    composer(page).press("Control+Enter")
    expect(message(page, text)).to_be_visible()


def settle(page: Page) -> None:
    """Wait for what moves or fades to arrive."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")
