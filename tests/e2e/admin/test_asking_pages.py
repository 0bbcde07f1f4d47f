"""axe finds nothing on the pages that ask before something is done, nor on those that say how far it is."""

from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.looking import WALKS, looked_at
from tests.e2e.admin.screens import fail_a_job, signed_in

LONG_AGO = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from core.admin.reauthentication import SESSION_KEY
store = import_module(settings.SESSION_ENGINE).SessionStore
for row in Session.objects.all():
    session = store(row.session_key)
    session[SESSION_KEY] = 0
    session.save()
"""
HALFWAY = """
from uuid import uuid4
from accounts.models import User
from core.bulk.models import BulkAction
by = User.objects.get(username="hanako")
print(BulkAction.objects.create(
    by=by, model="chat.room", action="archive", title="Archive", key=uuid4().hex,
    rows=[1] * 900, total=900, position=400, changed=390, refusals={"forbidden": 10},
).pk)
"""
# Others of its rows nobody may delete.
QUERIES = {"/admin/jobs/job/": "?state=failed"}
# Submits the first row with an action, as the form of the list does.
RUN_ACTION = """(name) => {
  const form = document.querySelector("#changelist-form");
  form.querySelector("input[name=_selected_action]").checked = true;
  form.querySelector("select[name=action]").value = name;
  form.querySelector("select[name=action]").form.submit();
}"""
OFFERED = """() => document.querySelector("#changelist-form input[name=_selected_action]")
  ? [...document.querySelectorAll("#changelist-form select[name=action] option")].map((each) => each.value) : []"""


def asking() -> list[tuple[str, str]]:
    """Each list and action that asks first, so that the page of a new one is looked at without a line here."""
    request = HttpRequest()
    request.user = User(is_staff=True, is_superuser=True)
    return [
        (f"/admin/{model._meta.app_label}/{model._meta.model_name}/", name)
        for model, pages in admin.site._registry.items()
        for name, offered in pages.get_actions(request).items()
        if offered and (name == "delete_selected" or getattr(offered[0], "form", None))
    ]


@pytest.mark.parametrize("walk", WALKS, ids=("wide", "phone"))
def test_every_action_that_asks(
    site: Site, windows: Windows, administrator: Person, newcomer: Newcomer, walk: dict[str, Any]
) -> None:
    kenji = newcomer(site)
    room = administrator.create_room("Asked about", kenji)
    administrator.say(room, "お茶")
    fail_a_job(site)
    page = signed_in(windows, **walk)
    found, seen = [], set()
    for address, name in asking():
        page.goto(site.url + address + QUERIES.get(address, ""))
        if name not in page.evaluate(OFFERED):
            continue  # nothing is in this list
        with page.expect_navigation():
            page.evaluate(RUN_ACTION, name)
        expect(page.locator("#changelist-form")).to_have_count(0)
        found += looked_at(page)
        seen.add(name)
    assert {"delete_selected", "change_role", "mute_people", "ban_people", "mute_members"} <= seen
    assert not found, "\n".join(found)


@pytest.mark.parametrize("walk", WALKS, ids=("wide", "phone"))
def test_who_is_there_and_why_and_how_far(
    site: Site, windows: Windows, newcomer: Newcomer, walk: dict[str, Any]
) -> None:
    kenji = newcomer(site)
    room = kenji.create_room("Without the administrator", kind="private")
    page = signed_in(windows, **walk)

    page.goto(f"{site.url}/admin/chat/message/read/{room['id']}/")
    expect(page.locator("#id_reason")).to_be_visible()
    found = looked_at(page)

    page.route("**/bulkaction/*/change/", without_reload)
    page.goto(f"{site.url}/admin/bulk/bulkaction/{site.manage('shell', '-c', HALFWAY).split()[-1]}/change/")
    expect(page.get_by_role("progressbar")).to_be_visible()
    found += looked_at(page)

    site.manage("shell", "-c", LONG_AGO)
    found += confirming(page, f"{site.url}/admin/moderation/siteban/add/?user={kenji.id}")
    assert not found, "\n".join(found)


def without_reload(route: Route) -> None:
    """The page comes anew each few seconds, which may be while it is looked at."""
    answer = route.fetch()
    assert answer.headers["refresh"]
    route.fulfill(response=answer, headers={name: each for name, each in answer.headers.items() if name != "refresh"})


def confirming(page: Page, address: str) -> list[str]:
    """Removing messages with a ban asks for the password."""
    page.goto(address)
    page.locator("select[name=remove]").select_option("everything")
    page.locator("[name=_save]").click()
    expect(page.locator("[name=confirm-password]")).to_be_visible()
    return looked_at(page)
