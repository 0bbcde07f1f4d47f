"""What a person does in a room, over and over, and how long each act took until the page had answered it.

The browser's own measure (Event Timing, https://w3c.github.io/event-timing/): from an input until the next frame with what
it did. INP is its 98th percentile on a visit; here the 75th of all acts is wanted, which are of all kinds.
"""

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from lab.audits.phone.device import Phone
from lab.browser.screens import composer, expect_stored, message, press_long, settle

ACTS = 200
# Of one interaction the longest event counts. The browser rounds to 8 ms, and reports none below 16.
WATCH = """() => {
  window.acts = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name } of list.getEntries()) {
      const [before] = window.acts.get(interactionId) ?? [0];
      if (interactionId && duration > before) window.acts.set(interactionId, [duration, name]);
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}"""
WORDS = "ok "


def interactions(phone: Phone) -> Iterator[float]:
    """Milliseconds of each of some 200 acts: touches, and keys of a keyboard."""
    page = phone.page
    page.evaluate(WATCH)
    before = int(page.evaluate("performance.interactionCount"))
    turn = 0
    while (count := int(page.evaluate("performance.interactionCount")) - before) < ACTS:
        for act in KINDS:
            act(page, turn)
        turn += 1
    long = [float(duration) for duration, _ in page.evaluate("[...window.acts.values()]")]
    # What took less than 16 ms is counted, and not told.
    yield from [*long, *[8.0] * max(0, count - len(long))]


def writes(page: Page, turn: int) -> None:
    composer(page).tap()
    text = f"{WORDS}{turn}"
    page.keyboard.type(text, delay=60)
    page.get_by_role("button", name="Send", exact=True).tap()
    expect_stored(message(page, text).last)


def looks_at_emoji(page: Page, _turn: int) -> None:
    page.get_by_role("button", name="Emoji", exact=True).tap()
    shown = page.get_by_role("dialog")
    expect(shown).to_be_visible()
    settle(page)
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


def reacts(page: Page, turn: int) -> None:
    choose(page, turn, "React with 👍")
    expect(message(page, f"{WORDS}{turn}").last.get_by_text("👍")).to_be_visible()


def replies(page: Page, turn: int) -> None:
    choose(page, turn, "Reply")
    page.get_by_role("button", name="Cancel reply").tap()


def reads_a_thread(page: Page, turn: int) -> None:
    choose(page, turn, "Reply in thread")
    close_panel(page)


def sees_members(page: Page, _turn: int) -> None:
    page.get_by_role("button", name=re.compile("members")).tap()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    close_panel(page)


def changes_room(page: Page, _turn: int) -> None:
    back = page.get_by_role("link", name="Back")
    here = page.get_by_role("heading", level=1).inner_text()
    back.tap()
    page.get_by_role("link", name="Room 3").first.tap()
    expect(composer(page)).to_be_editable()
    back.tap()
    page.get_by_role("link", name=here).first.tap()
    expect(composer(page)).to_be_editable()


def choose(page: Page, turn: int, deed: str) -> None:
    """By a long press on what was written in this turn."""
    sheet = page.get_by_role("dialog", name=re.compile("more$"))
    press_long(page, message(page, f"{WORDS}{turn}").last, sheet)
    sheet.get_by_role("button", name=deed, exact=True).tap()
    expect(sheet).to_be_hidden()


def close_panel(page: Page) -> None:
    settle(page)
    page.get_by_role("dialog").get_by_role("button", name="Close").tap()
    expect(page.get_by_role("dialog")).to_be_hidden()


KINDS = (writes, looks_at_emoji, reacts, replies, reads_a_thread, sees_members, changes_room)
