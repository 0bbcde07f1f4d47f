"""Waiting for what Playwright's expectations do not see: a request that a route holds, a frame, a turn of the wheel."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from lab.browser.windows import PATIENCE_MS

PAUSE_MS = 20
# A page keeps the messages that wait in its own memory until the browser has stored them, and warns who would close it.
LOSES_NOTHING = "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def wait_in(page: Page, condition: Callable[[], object], what: str, seconds: float = PATIENCE_MS / 1000) -> None:
    """Let the page's routes and events run until the condition holds. Raises TimeoutError after `seconds`."""
    repeat_in(page, lambda: page.wait_for_timeout(PAUSE_MS), condition, what, seconds)


def repeat_in(
    page: Page,
    act: Callable[[], object],
    condition: Callable[[], object],
    what: str,
    seconds: float = PATIENCE_MS / 1000,
) -> None:
    """Act again and again until the condition holds. Raises TimeoutError, which names the page, after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what} at {page.url}")
        act()


def wait_until_kept(page: Page) -> None:
    """Wait until closing or reloading the page loses nothing that was written."""
    page.wait_for_function(LOSES_NOTHING)
