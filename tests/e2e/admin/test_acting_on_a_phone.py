"""Somebody of the staff acts on a phone, in Japanese, on the pages of a room and of a person. Whom it concerns has two
browsers open, and sees it in both at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.screens import JAPANESE_PHONE, at_once, choose_member, signed_in


@pytest.fixture
def room(site: Site, newcomer: Newcomer, kenji: Person) -> Json:
    return newcomer(site).create_room("縁側", kenji)


@pytest.fixture
def his(windows: Windows, kenji: Person, room: Json) -> list[Page]:
    pages = [windows.open(address(room), person=kenji) for _ in range(2)]
    for page in pages:
        expect(composer(page)).to_be_visible()
    return pages


@pytest.mark.timed
def test_a_mute_and_its_end(windows: Windows, kenji: Person, room: Json, his: list[Page]) -> None:
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", **JAPANESE_PHONE)
    choose_member(admin, kenji, "mute_members")
    admin.get_by_role("button", name="実行").click()
    admin.locator("[name=reason]").fill("同じ宣伝が続いたため")
    with at_once(admin, admin.locator("h1").inner_text()):
        for page in his:
            muted = page.get_by_role("region", name="You are muted")
            expect(muted).to_contain_text("You cannot write in this room until")
            expect(muted).to_contain_text("同じ宣伝が続いたため")
            expect(composer(page)).to_have_count(0)
    admin.goto(f"{windows.site.url}/admin/chat/room/{room['id']}/change/")
    admin.get_by_role("region", name="発言禁止").get_by_role("link", name="解除").click()
    with at_once(admin, "はい、大丈夫です"):
        for page in his:
            expect(composer(page)).to_be_visible()


@pytest.mark.timed
def test_a_ban_from_the_room_and_its_end(windows: Windows, kenji: Person, room: Json, his: list[Page]) -> None:
    admin = signed_in(windows, f"/admin/chat/room/{room['id']}/change/", **JAPANESE_PHONE)
    choose_member(admin, kenji, "ban")
    with at_once(admin, "実行"):
        for page in his:
            expect(page.get_by_role("heading", name="You are no longer in this room")).to_be_visible()
    assert kenji.http.post(f"rooms/{room['id']}/join/").status_code == 403
    admin.goto(f"{windows.site.url}/admin/chat/ban/")
    admin.get_by_role("row").filter(has_text=kenji.username).get_by_role("link").first.click()
    admin.locator("a.deletelink").click()
    admin.get_by_role("button", name="はい、大丈夫です").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    kenji.join(room)


@pytest.mark.timed
def test_a_ban_from_the_site(windows: Windows, kenji: Person, his: list[Page]) -> None:
    windows.expect(r"^401 ")
    admin = signed_in(windows, f"/admin/accounts/user/{kenji.id}/change/", **JAPANESE_PHONE)
    admin.get_by_role("region", name="サイトから追放").get_by_role("link").click()
    admin.locator("[name=reason]").fill("宣伝")
    with at_once(admin, "保存"):
        for page in his:
            expect(page.get_by_role("dialog", name="This account is suspended")).to_be_visible()
    assert kenji.http.get("rooms/").status_code == 401


@pytest.mark.timed
def test_a_restored_message(windows: Windows, kenji: Person, room: Json, his: list[Page]) -> None:
    said = kenji.say(room, "ほうじ茶")
    admin = signed_in(windows, f"/admin/chat/message/{said['id']}/delete/", **JAPANESE_PHONE)
    with at_once(admin, "はい、大丈夫です"):
        for page in his:
            expect(message(page, "This message was deleted by a moderator")).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/chat/message/{said['id']}/change/")
    with at_once(admin, "復元"):
        for page in his:
            expect(message(page, "ほうじ茶")).to_be_visible()


def test_a_private_room_is_read_with_a_reason(windows: Windows, newcomer: Newcomer) -> None:
    owner = newcomer(windows.site)
    room = owner.create_room("離れ", kind="private")
    said = owner.say(room, "玉露")
    admin = signed_in(windows, f"/admin/chat/message/{said['id']}/change/", **JAPANESE_PHONE)
    assert "玉露" not in admin.content()
    admin.locator(f"a[href*='/read/{room['id']}/']").first.click()
    admin.locator("[name=reason]").fill("通報の確認")
    admin.get_by_role("button", name="1 時間読む").click()
    expect(admin.get_by_text("玉露").first).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/audit/act/?q=room:{room['id']}")
    expect(admin.get_by_role("row").filter(has_text="通報の確認")).to_have_count(1)
    with admin.expect_download() as download:
        admin.get_by_role("button", name="CSV で書き出し").click()
    assert re.search("通報の確認", download.value.path().read_text())
