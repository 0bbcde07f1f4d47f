"""The admin's pages in a browser: sign in, and the address of every kind of page."""

from typing import Any

from playwright.sync_api import Page, expect

from lab.browser.windows import Windows
from lab.clients.person import PASSWORD


def signed_in(windows: Windows, path: str = "/admin/", **options: Any) -> Page:
    """The administrator's window, signed in by the admin's own page."""
    page = windows.open(path, **options)
    page.locator("#id_username").fill("hanako")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login-form [type=submit]").click()
    expect(page.locator("#account-menu")).to_be_attached()
    return page


def figure(page: Page, key: str) -> Any:
    return page.locator(f'[data-tile="{key}"] .value').first
