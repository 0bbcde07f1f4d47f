"""Browser windows that watch themselves: each has a profile of its own, and nothing may go wrong in it unnoticed."""

import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

from lab.clients.person import PASSWORD, Person
from lab.servers.served import Served

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The same engine without the windows around it, which take a second of CPU for each page that is opened.
SHELL = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Asia/Tokyo", "viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {**DESKTOP, "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# Of an action or expectation that promises no time: other tests may have both cores.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
# Asking for the session is how the app finds out that nobody is signed in. Signing out, and a page that is left, may end
# a connection that is still being made.
EXPECTED = re.compile(r"\b401\b.*/api/session/refresh/|WebSocket is closed before the connection is established")


def browser(*preferred: str) -> str:
    """The path of the first that is installed."""
    path = next(filter(None, map(shutil.which, (*preferred, *BROWSERS))), None)
    if path is None:
        raise FileNotFoundError("No Chromium found (Debian and Ubuntu: apt install chromium)")
    return path


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=browser(SHELL), args=FLAGS)


class Windows:
    """Opens windows on one site. `expect()` names what may go wrong in this test because the test makes it go wrong."""

    def __init__(self, browser: Browser, site: Served) -> None:
        self.browser = browser
        self.site = site
        self.problems: list[str] = []
        self._expected = [EXPECTED]
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        path: str = "/",
        *,
        person: Person | None = None,
        profile: BrowserContext | None = None,
        **options: Any,
    ) -> Page:
        """A window of somebody's own browser, already signed in where a person is given.

        `path` may be a whole address, for a site that is reached by another way than most.
        `profile` opens one more window of a browser that is there; `options` are Playwright's for a new one.
        """
        context = profile or self._new_profile(**options)
        if person:
            credentials = {"username": person.username, "password": PASSWORD}
            answer = context.request.post(f"{self.site.url}/api/session/", data=credentials)
            assert answer.ok, answer.text()
        page = context.new_page()
        page.goto(urljoin(self.site.url, path))
        return page

    def start_browser(self, folder: Path) -> BrowserContext:
        """A browser of its own, whose profile outlives it in the folder."""
        start = self.browser.browser_type.launch_persistent_context
        return self._watch(start(folder, executable_path=browser(), args=FLAGS, **DESKTOP))

    def expect(self, pattern: str) -> None:
        self._expected.append(re.compile(pattern))

    @property
    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(pattern.search(problem) for pattern in self._expected)]

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def photograph(self, folder: Path) -> None:
        """What every window shows now, as pictures and as HTML. A window that hangs leaves none."""
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            with suppress(Error):
                page.screenshot(path=folder / f"window-{number}.png")
                (folder / f"window-{number}.html").write_text(page.content())

    def _new_profile(self, **options: Any) -> BrowserContext:
        return self._watch(self.browser.new_context(**{**DESKTOP, **options}))

    def _watch(self, context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_request_failed)
        self._contexts.append(context)
        return context

    def _on_console(self, message: ConsoleMessage) -> None:
        # A failed load is reported better by the response itself.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.problems.append(f"console {message.type}: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def _on_request_failed(self, request: Request) -> None:
        # Leaving a page aborts what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure} {request.method} {request.url}")
