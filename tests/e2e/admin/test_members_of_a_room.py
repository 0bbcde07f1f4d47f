"""Members are found, added, given a role and removed on the page of a room. Open browsers follow without a reload."""

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, room_link
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.screens import JAPANESE_PHONE, choose_member, member, members, signed_in


@pytest.fixture
def hanako(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.fixture
def room(hanako: Person, mai: Person) -> Json:
    return hanako.create_room("Hearth", mai, kind="private")


def act_on(admin: Page, person: Person, action: str) -> None:
    choose_member(admin, person, action)
    members(admin).get_by_role("button", name="実行").click()


def test_they_are_found_added_promoted_and_removed(
    windows: Windows, hanako: Person, kenji: Person, mai: Person, room: Json
) -> None:
    hers = windows.open(address(room), person=hanako)
    hers.get_by_role("button", name="2 members").click()
    panel = hers.get_by_role("complementary", name="Members")
    shown = panel.get_by_role("listitem").filter(has_text=f"@{kenji.username}")
    his = windows.open("/", person=kenji)
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", **JAPANESE_PHONE)

    members(admin).locator("[name=add]").fill(f"@{kenji.username}")
    members(admin).get_by_role("button", name="追加").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_be_visible()
    room_link(his, "Hearth").click()
    expect(composer(his)).to_be_visible()

    members(admin).get_by_role("searchbox").fill(kenji.username)
    members(admin).get_by_role("searchbox").press("Enter")
    expect(member(admin, mai)).to_have_count(0)
    act_on(admin, kenji, "change_role")
    admin.locator("[name=role]").select_option("moderator")
    admin.locator(".submit-row [type=submit]").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_contain_text("Moderator")

    act_on(admin, kenji, "remove")
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(shown).to_have_count(0)
    expect(his.get_by_role("heading", name="You are no longer in this room")).to_be_visible()


def test_an_unknown_name_adds_nobody(windows: Windows, kenji: Person, room: Json) -> None:
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", locale="ja-JP")
    members(admin).locator("[name=add]").fill(f"{kenji.username} nobody_is_called_this")
    members(admin).get_by_role("button", name="追加").click()
    expect(admin.locator(".messagelist .error")).to_contain_text("nobody_is_called_this")
    expect(member(admin, kenji)).to_have_count(0)
    assert kenji.http.get(f"rooms/{room['id']}/").status_code == 404
