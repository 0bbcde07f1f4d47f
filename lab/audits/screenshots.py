"""`make screenshots`: the pictures of docs/screenshots, taken from a site with the demo on it."""

import re
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from lab.browser.screens import settle
from lab.browser.windows import PHONE, Windows, launch
from lab.servers.process import ROOT
from lab.servers.served import Served
from lab.servers.site import Site

TARGET = ROOT / "docs" / "screenshots"
SHARP: dict[str, Any] = {"device_scale_factor": 2}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Site(Path(folder)) as site, sync_playwright() as playwright:
        password = demo(site)
        windows = Windows(launch(playwright), site)
        stranger = windows.open("/signin", **SHARP)
        expect(stranger.get_by_role("heading", level=1)).to_be_visible()
        take(stranger, "sign-in")
        # Somebody has to be there for the others to see.
        enter(windows, "kenji", password)
        for scheme in ("light", "dark"):
            page = enter(windows, "hanako", password, color_scheme=scheme, **SHARP)
            page.get_by_role("button", name="members").click()
            expect(page.locator("aside [data-presence=online]").nth(1)).to_be_visible()
            take(page, f"room-{scheme}")
        open_thread(page)
        take(page, "thread")
        phone = enter(windows, "yuki", password, **{**PHONE, **SHARP, "locale": "ja-JP"})
        take(phone, "phone")
        admin = windows.open("/admin/", **SHARP)
        admin.get_by_label("Username").fill("hanako")
        admin.get_by_label("Password").fill(password)
        admin.get_by_role("button", name="Log in").click()
        admin.goto(f"{site.url}/admin/chat/room/")
        take(admin, "admin")
        windows.close()


def demo(site: Served) -> str:
    """Fill the site; returns the password of its people, which is shown only then."""
    (password,) = re.findall(r"with the password: (\S+)", site.manage("demo"))
    return str(password)


def enter(windows: Windows, username: str, password: str, **options: Any) -> Page:
    """A window in the demo's main room."""
    page = windows.open("/signin", **options)
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.locator("nav a", has_text="Hearth").click()
    expect(page.get_by_role("feed")).to_be_visible()
    return page


def open_thread(page: Page) -> None:
    """The newest in the demo's busiest room."""
    page.locator("nav a", has_text="Engineering").click()
    replies = page.get_by_role("feed").get_by_role("button", name=re.compile("repl(y|ies)"))
    while replies.count() == 0:
        page.get_by_role("article").first.scroll_into_view_if_needed()
    replies.last.click()
    expect(page.get_by_role("complementary", name="Thread").get_by_role("article").nth(1)).to_be_visible()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    settle(page)
    page.screenshot(path=TARGET / f"{name}.png")


if __name__ == "__main__":
    main()
