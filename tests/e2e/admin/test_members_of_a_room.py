"""Members are found, added, given a role and removed on the page of a room. Open browsers follow without a reload."""

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.screens import signed_in


@pytest.fixture
def hanako(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.fixture
def kenji(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.fixture
def mai(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.fixture
def room(hanako: Person, mai: Person) -> Json:
    return hanako.create_room("Hearth", mai, kind="private")


def members(admin: Page) -> Locator:
    return admin.get_by_role("region", name="メンバー")


def row(admin: Page, person: Person) -> Locator:
    return members(admin).get_by_role("listitem").filter(has_text=f"@{person.username}")


def choose(admin: Page, person: Person, action: str) -> None:
    row(admin, person).get_by_role("checkbox").check()
    members(admin).get_by_role("combobox", name="操作").select_option(action)
    members(admin).get_by_role("button", name="実行").click()


def test_they_are_found_added_promoted_and_removed(
    windows: Windows, hanako: Person, kenji: Person, mai: Person, room: Json
) -> None:
    hers = windows.open(address(room), person=hanako)
    hers.get_by_role("button", name="2 members").click()
    panel = hers.get_by_role("complementary", name="Members")
    shown = panel.get_by_role("listitem").filter(has_text=f"@{kenji.username}")
    his = windows.open("/", person=kenji)
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", **{**PHONE, "locale": "ja-JP"})

    members(admin).locator("[name=add]").fill(f"@{kenji.username}")
    members(admin).get_by_role("button", name="追加").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_be_visible()
    room_link(his, "Hearth").click()
    expect(composer(his)).to_be_visible()

    members(admin).get_by_role("searchbox").fill(kenji.username)
    members(admin).get_by_role("searchbox").press("Enter")
    expect(row(admin, mai)).to_have_count(0)
    choose(admin, kenji, "change_role")
    admin.locator("[name=role]").select_option("moderator")
    admin.locator(".submit-row [type=submit]").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_contain_text("Moderator")

    choose(admin, kenji, "remove")
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_have_count(0)
    expect(his.get_by_role("heading", name="You are no longer in this room")).to_be_visible()


def test_an_unknown_name_adds_nobody(windows: Windows, kenji: Person, room: Json) -> None:
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", locale="ja-JP")
    members(admin).locator("[name=add]").fill(f"{kenji.username} nobody_is_called_this")
    members(admin).get_by_role("button", name="追加").click()
    expect(admin.locator(".messagelist .error")).to_contain_text("nobody_is_called_this")
    expect(row(admin, kenji)).to_have_count(0)
    assert kenji.http.get(f"rooms/{room['id']}/").status_code == 404
