"""axe finds nothing on any page of the admin, and no page is wider than its screen: light and dark, wide and on a phone,
English and Japanese. One window walks through all pages, since opening another costs more than a look."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from lab.browser.screens import settle
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.looking import WALKS, looked_at
from tests.e2e.admin.screens import fail_a_job, signed_in

# Everything of the list of pages that this reader may open.
LISTS = """() => [...document.querySelectorAll("#nav-sidebar .nav-body a")].map((link) => link.getAttribute("href"))"""
# The first row of a list, and its page of history and of deletion where it has them.
FIRST_ROW = """() => document.querySelector("#result_list tbody th a")?.getAttribute("href")"""
TOOLS = (
    """() => [...document.querySelectorAll(".object-tools a, a.deletelink")].map((link) => link.getAttribute("href"))"""
)
OTHERS = ("/admin/password_change/", "/admin/chat/", "/admin/moderation/", "/admin/moderation/siteban/add/")


@pytest.fixture
def addresses(site: Site, windows: Windows, administrator: Person, newcomer: Newcomer) -> list[str]:
    """Of every kind of page: home, lists, rows, additions, history, deletion."""
    kenji = newcomer(site)
    room = administrator.create_room("Looked at", kenji)
    administrator.say(room, "お茶")
    kenji.http.post("files/", files={"file": ("tea.txt", b"tea")}).raise_for_status()
    administrator.http.post(f"rooms/{room['id']}/bans/", json={"user": newcomer(site).id})
    moderate(administrator, kenji, room)
    fail_a_job(site)
    page = signed_in(windows)
    found = dict.fromkeys(page.evaluate(LISTS))
    for address in list(found):
        # Jobs that wait may be done before they are looked at.
        page.goto(site.url + address + ("?state=failed" if address.endswith("/job/") else ""))
        if address == "/admin/" or not (row := page.evaluate(FIRST_ROW)):
            continue
        found[row.partition("?")[0]] = None
        page.goto(site.url + row)
        found |= dict.fromkeys(page.evaluate(TOOLS))
    page.context.close()
    return [*found, *OTHERS]


def moderate(administrator: Person, kenji: Person, room: Json) -> None:
    """Rows for the pages of moderation, and a message that a moderator deleted."""
    message = administrator.say(room, "ほうじ茶")
    kenji.http.post("reports/", json={"message": message["id"], "reason": "spam"}).raise_for_status()
    rule = {"kind": "word", "pattern": "casino", "action": "hold", "note": ""}
    administrator.http.post(f"rooms/{room['id']}/rules/", json=rule).raise_for_status()
    kenji.http.post(
        f"rooms/{room['id']}/messages/", json={"nonce": str(uuid4()), "text": "A casino"}
    ).raise_for_status()
    deleted = kenji.say(room, "麦茶")
    administrator.http.delete(f"messages/{deleted['id']}/").raise_for_status()
    mute = {"seconds": 600, "reason": "Later"}
    administrator.http.put(f"rooms/{room['id']}/mutes/{kenji.id}/", json=mute).raise_for_status()


@pytest.mark.parametrize("walk", WALKS, ids=("wide", "phone"))
def test_every_page(site: Site, windows: Windows, addresses: list[str], walk: dict[str, Any]) -> None:
    kinds = ("/change/", "/add/", "/history/", "/delete/", "/admin/chat/room/", "/admin/jobs/job/")
    assert all(any(kind in address for address in addresses) for kind in kinds), addresses
    page = windows.open("/admin/login/", **walk)
    found = looked_at(page)
    page.context.close()
    page = signed_in(windows, **walk)
    for address in addresses:
        page.goto(site.url + address)
        found += looked_at(page)
    assert not found, "\n".join(found)


def test_on_a_phone_a_finger_finds_every_control(site: Site, windows: Windows, addresses: list[str]) -> None:
    page = signed_in(windows, **PHONE)
    small: list[str] = []
    for path in addresses:
        page.goto(site.url + path)
        small += page.evaluate(SMALL)
    page.get_by_role("button", name="Navigation").click()
    settle(page)
    small += page.evaluate(SMALL)
    assert not small, "\n".join(small)


# Controls of less than 44 px. A link within a text is exempt (WCAG 2.5.8), as is a box that its label enlarges.
SMALL = """() => [...document.querySelectorAll(`
  button, input:not([type=hidden], [type=checkbox]), select, .button, #nav-sidebar a, .object-tools a, .waiting a
`)].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
  .map((each) => `${location.pathname}: ${each.outerHTML.slice(0, 120)} ${each.getBoundingClientRect().height}`)"""


def test_headings_are_in_order(site: Site, windows: Windows) -> None:
    page = signed_in(windows)
    for path in ("/admin/", "/admin/chat/room/", "/admin/accounts/user/add/"):
        page.goto(site.url + path)
        levels = page.evaluate("[...document.querySelectorAll('main :is(h1, h2, h3)')].map((each) => +each.tagName[1])")
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("width", [768, 1280])
def test_names_of_a_list_are_not_broken_by_the_letter(
    site: Site, windows: Windows, newcomer: Newcomer, width: int
) -> None:
    kenji = newcomer(site)
    kenji.say(kenji.create_room("Quiet corner"), "Whoever broke the build owes everybody a coffee")
    page = signed_in(windows, viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/admin/chat/room/?q=Quiet")
    name = page.locator("#result_list tbody th").filter(has_text="Quiet corner").first
    assert name.evaluate(WIDTH) >= 165
    page.goto(f"{site.url}/admin/chat/message/")
    assert page.locator("#result_list .field-excerpt").first.evaluate(WIDTH) >= 165


WIDTH = "(cell) => cell.getBoundingClientRect().width"
