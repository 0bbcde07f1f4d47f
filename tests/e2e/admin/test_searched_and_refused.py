"""axe finds nothing on lists that are searched, filtered or empty, nor on the pages that refuse something."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.looking import WALKS, looked_at
from tests.e2e.admin.screens import signed_in
from tests.e2e.admin.test_pages import LISTS, moderate

# The second choice of each filter: the first is all.
FILTERS = """() => [...document.querySelectorAll("#changelist-filter li:nth-child(2) a")]
  .map((link) => link.getAttribute("href"))"""
# As of a page that stood open while its reader signed in anew elsewhere.
OLD = "() => { document.querySelector('#login-form [name=csrfmiddlewaretoken]').value = 'x'.repeat(64) }"
FILL = "(size) => { document.querySelector('#id_username').value = 'x'.repeat(size) }"
LONGEST = "document.querySelector('#id_username').removeAttribute('maxlength')"


@pytest.mark.parametrize("walk", WALKS, ids=("wide", "phone"))
def test_lists_that_are_searched_filtered_and_empty(
    site: Site, windows: Windows, administrator: Person, newcomer: Newcomer, walk: dict[str, Any]
) -> None:
    kenji = newcomer(site)
    room = administrator.create_room("Looked for", kenji)
    administrator.say(room, "お茶")
    moderate(administrator, kenji, room)
    page = signed_in(windows, **walk)
    found: list[str] = []
    empty = 0
    for address in [each for each in page.evaluate(LISTS) if each.count("/") == 4]:
        for query in ("?q=nothing-is-called-this", "?q=looked"):
            page.goto(site.url + address + query)
            empty += page.locator(".empty-list").count()
            found += looked_at(page)
        page.goto(site.url + address)
        for query in page.evaluate(FILTERS):
            page.goto(site.url + address + query)
            found += looked_at(page)
    assert empty > 10
    assert not found, "\n".join(found)


@pytest.mark.parametrize("walk", WALKS, ids=("wide", "phone"))
def test_pages_that_refuse(site: Site, windows: Windows, newcomer: Newcomer, walk: dict[str, Any]) -> None:
    windows.expect(r"^4\d\d (GET|POST) .*/admin/")
    page = windows.open("/admin/login/", **walk)
    found: list[str] = []

    send(page, OLD)
    found += refused(page, 403)
    page.goto(f"{site.url}/admin/login/")
    page.evaluate(LONGEST)
    for size in (70_000, 1_100_000):  # refused by Django, and by the server before it
        page.evaluate(FILL, size)
        send(page)
        found += refused(page, 413)
        page.get_by_role("link").filter(has_text="戻る" if "ja" in walk["locale"] else "Back").click()
        page.evaluate(LONGEST)
    page.context.close()

    page = signed_in(windows, **walk)
    page.goto(f"{site.url}/admin/accounts/user/?password__startswith=a")
    found += refused(page, 400)
    page.goto(f"{site.url}/admin/nothing/")
    found += refused(page, 404)
    page.get_by_role("link", name="ホーム" if "ja" in walk["locale"] else "Home").click()
    expect(page.locator("#home-tiles")).to_be_visible()
    page.goto(f"{site.url}/admin/chat/room/?e=1&kind__exact=nothing&is_default__exact=x")
    assert not looked_at(page)
    assert not found, "\n".join(found)


def send(page: Page, before: str = "") -> None:
    if before:
        page.evaluate(before)
    with page.expect_navigation():
        page.locator("#login-form").evaluate("(form) => form.submit()")


def refused(page: Page, status: int) -> list[str]:
    expect(page.locator(".refused h1")).to_be_visible()
    expect(page.locator(".refused .quiet")).to_contain_text(str(status))
    return looked_at(page)
