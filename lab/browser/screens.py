"""Finding one's way in the web app, by what a person sees or a screen reader says."""

import re

from playwright.sync_api import Locator, Page, expect

from lab.browser.windows import PATIENCE_MS
from lab.clients.person import PASSWORD, Json, Person
from lab.servers.process import wait_until

UNSTORED = re.compile("^(Sending…|Waiting)$")
# What has not arrived within the time, such as a spinner that nothing removes. What is removed counts as arrived.
# What fades in may begin when something else has faded out, such as the tooltip of a button whose menu closes.
ARRIVED = """async (patience) => {
  const until = Date.now() + patience;
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const isMoving = ({ playState }) => playState === "running" || playState === "paused";
  for (;;) {
    await pause(34);
    const moving = document.getAnimations().filter(isMoving);
    const left = until - Date.now();
    if (moving.length === 0 || left <= 0) return moving.map(({ effect }) => effect.target.outerHTML.slice(0, 200));
    await Promise.race([Promise.allSettled(moving.map((each) => each.finished)), pause(left)]);
  }
}"""


def sign_in(page: Page, person: Person) -> None:
    page.get_by_label("User name or e-mail").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def room_list(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Rooms")


def room_link(page: Page, name: str) -> Locator:
    # What else is said of the room follows after a space. To `\b` of a browser no letter of Japanese is part of a word.
    return room_list(page).get_by_role("link", name=re.compile(rf"^{re.escape(name)}(?=\s|$)"))


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


def expect_stored(message: Locator) -> None:
    """The server has answered: the row has its menu and a long press opens it. Before, a row can already be seen."""
    expect(message.get_by_text(UNSTORED)).to_have_count(0)


def wait_in_page(page: Page, expression: str, what: str, argument: object = None) -> None:
    """Evaluate an expression or a function in the page until it is true.

    Playwright's `wait_for_function` takes functions alone here: it reads an expression anew for each look, from the
    second on as a script of the page, which the content security policy refuses.
    """
    wait_until(lambda: bool(page.evaluate(expression, argument)), PATIENCE_MS / 1000, what)


def settle(page: Page) -> None:
    """Wait for what moves or fades to arrive."""
    moving = page.evaluate(ARRIVED, PATIENCE_MS)
    assert not moving, f"still moving: {moving}"
