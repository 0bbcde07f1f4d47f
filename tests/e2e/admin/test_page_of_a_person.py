"""The page of a person: their rooms and devices, a sign-out that an open browser shows, rooms handed over, and the end
of a ban while the banned person's browser is open."""

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, room_link, sign_in
from lab.browser.windows import Windows
from lab.clients.person import Json, Person
from tests.e2e.admin.screens import JAPANESE_PHONE, signed_in


@pytest.fixture
def room(kenji: Person, mai: Person) -> Json:
    return kenji.create_room("Parlour", mai)


def open_person(windows: Windows, person: Person) -> Page:
    return signed_in(windows, f"/admin/accounts/user/{person.id}/change/", **JAPANESE_PHONE)


def test_a_device_is_signed_out(windows: Windows, kenji: Person, room: Json) -> None:
    windows.expect(r"^401 ")
    his = windows.open(address(room), person=kenji)
    expect(composer(his)).to_be_visible()
    admin = open_person(windows, kenji)
    devices = admin.get_by_role("region", name="デバイス")
    before = devices.get_by_role("listitem").count()
    # The browser was used last, after the device that made the account.
    devices.get_by_role("listitem").filter(has_text="Chrome").get_by_role("button").first.click()
    expect(devices.get_by_role("listitem")).to_have_count(before - 1)
    expect(his.get_by_role("dialog", name="Sign in to continue")).to_be_visible()
    assert kenji.http.get("rooms/").is_success, "another device stays signed in"


def test_rooms_are_handed_over(windows: Windows, kenji: Person, mai: Person, room: Json) -> None:
    hers = windows.open(address(room), person=mai)
    hers.get_by_role("button", name="2 members").click()
    panel = hers.get_by_role("complementary", name="Members")
    owner = panel.get_by_role("listitem").filter(has_text="Owner")
    expect(owner).to_contain_text(f"@{kenji.username}")
    admin = open_person(windows, kenji)
    rooms = admin.get_by_role("region", name="ルーム")
    expect(rooms.get_by_role("link", name="Parlour")).to_be_visible()
    rooms.locator("a[href*='hand-over']").click()
    admin.locator(".select2-selection").click()
    admin.locator(".select2-search__field").fill(mai.username)
    admin.locator(".select2-results__option").filter(has_text=mai.username).click()
    admin.locator(".submit-row [type=submit]").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    expect(owner).to_have_count(1)
    expect(owner).to_contain_text(f"@{mai.username}")
    expect(rooms.locator("a[href*='hand-over']")).to_have_count(0)


def test_a_ban_from_the_site_is_lifted(windows: Windows, kenji: Person, room: Json) -> None:
    windows.expect(r"^40[13] ")
    his = windows.open(address(room), person=kenji)
    composer(his).fill("書きかけ")
    admin = open_person(windows, kenji)
    region = admin.get_by_role("region", name="サイトから追放")
    region.get_by_role("link").click()
    admin.locator("[name=_save]").click()
    dialog = his.get_by_role("dialog", name="This account is suspended")
    expect(dialog).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/accounts/user/{kenji.id}/change/")
    region.get_by_role("link").click()
    admin.locator("a.deletelink").click()
    admin.get_by_role("button", name="はい、大丈夫です").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    sign_in(his, kenji)
    expect(dialog).to_have_count(0)
    expect(composer(his)).to_have_value("書きかけ")
    expect(room_link(his, "Parlour")).to_be_visible()
