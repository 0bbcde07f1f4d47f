"""The admin's pages in a browser: sign in, choose a member of a room, and press what others see at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lab.browser.windows import PHONE, Windows
from lab.clients.person import PASSWORD, Person
from lab.servers.site import Site

JAPANESE_PHONE = {**PHONE, "locale": "ja-JP"}
FAILED_JOB = """
from django.utils import timezone
from core.jobs.models import Job
Job.objects.create(type="accounts.mail", error="refused", created_at=timezone.now(), failed_at=timezone.now())
"""
AT_ONCE = 1.5  # seconds after the administrator's page says that it is done, which takes a slow machine longer


def signed_in(windows: Windows, path: str = "/admin/", **options: Any) -> Page:
    """The administrator's window, signed in by the admin's own page."""
    page = windows.open(path, **options)
    page.locator("#id_username").fill("hanako")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login-form [type=submit]").click()
    expect(page.locator("#account-menu")).to_be_attached()
    page.wait_for_load_state()  # keys are heard when its scripts have run
    return page


def fail_a_job(site: Site) -> None:
    """So that the list of jobs has a row that may be deleted, and that nothing takes away meanwhile."""
    site.manage("shell", "-c", FAILED_JOB)


@contextmanager
def at_once(admin: Page, button: str) -> Iterator[None]:
    """Press the admin's button; what is expected inside has to be there with the answer."""
    admin.get_by_role("button", name=button, exact=True).click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < AT_ONCE


def members(admin: Page) -> Locator:
    """Of the page of a room, in Japanese."""
    return admin.get_by_role("region", name="メンバー")


def member(admin: Page, person: Person) -> Locator:
    return members(admin).get_by_role("listitem").filter(has_text=f"@{person.username}")


def choose_member(admin: Page, person: Person, action: str) -> None:
    member(admin, person).get_by_role("checkbox").check()
    members(admin).get_by_role("combobox", name="操作").select_option(action)


def figure(page: Page, key: str) -> Any:
    return page.locator(f'[data-tile="{key}"] .value').first
