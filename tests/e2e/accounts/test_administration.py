"""What an administrator does on the admin's own pages shows in open windows at once, without a reload."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, open_room, room_link, room_list
from lab.browser.windows import Windows
from lab.clients.person import PASSWORD, Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.admin.screens import at_once


@pytest.fixture
def admin(windows: Windows) -> Page:
    """The administrator's window, signed in to the admin by its own page."""
    page = windows.open("/admin/")
    page.get_by_label("Username").fill("hanako")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Memberships", exact=True).first).to_be_visible()
    return page


@pytest.fixture
def kenji(either_site: Site, newcomer: Newcomer) -> Person:
    return newcomer(either_site)


@pytest.fixture
def room(either_site: Site, newcomer: Newcomer, kenji: Person) -> Json:
    return newcomer(either_site).create_room("Watched", kenji, kind="private")


@pytest.mark.timed
def test_a_removed_member_loses_the_room(windows: Windows, admin: Page, kenji: Person, room: Json) -> None:
    page = windows.open(address(room), person=kenji)
    expect(composer(page)).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/chat/membership/?q=user:{kenji.username}+room:{room['id']}")
    choose_action(admin, "Delete selected memberships")
    with at_once(admin, "Yes, I’m sure"):
        expect(page.get_by_role("heading", name="You are no longer in this room")).to_be_visible()
    expect(room_link(page, "Watched")).to_have_count(0)
    expect(composer(page)).to_have_count(0)
    assert kenji.http.get(f"rooms/{room['id']}/").status_code == 404


@pytest.mark.timed
def test_an_added_member_gets_the_room(windows: Windows, admin: Page, kenji: Person, administrator: Person) -> None:
    room = administrator.create_room("Opened from the admin", kind="private")
    page = windows.open("/", person=kenji)
    expect(room_list(page)).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/chat/membership/add/?room={room['id']}&user={kenji.id}")
    with at_once(admin, "Save"):
        expect(room_link(page, "Opened from the admin")).to_be_visible()
    open_room(page, "Opened from the admin")


@pytest.mark.timed
def test_a_deleted_message_is_gone_from_the_screen(windows: Windows, admin: Page, kenji: Person, room: Json) -> None:
    said = kenji.say(room, "something unkind")
    page = windows.open(address(room), person=kenji)
    expect(message(page, "something unkind")).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/chat/message/{said['id']}/delete/")
    with at_once(admin, "Yes, I’m sure"):
        expect(message(page, "This message was deleted")).to_be_visible()
    assert "something unkind" not in page.content()


@pytest.mark.timed
def test_a_deleted_file_is_gone_from_its_message(windows: Windows, admin: Page, kenji: Person, room: Json) -> None:
    file = kenji.http.post("files/", files={"file": ("unkind.txt", b"something unkind")}).json()
    said = {"nonce": str(uuid.uuid4()), "text": "Look at this", "files": [file["id"]]}
    kenji.http.post(f"rooms/{room['id']}/messages/", json=said).raise_for_status()
    page = windows.open(address(room), person=kenji)
    expect(page.get_by_title("unkind.txt")).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/files/file/{file['id']}/delete/")
    with at_once(admin, "Yes, I’m sure"):
        expect(page.get_by_title("unkind.txt")).to_have_count(0)
    expect(message(page, "Look at this")).to_be_visible()


@pytest.mark.timed
def test_a_deactivated_person_is_signed_out(windows: Windows, admin: Page, kenji: Person, room: Json) -> None:
    windows.expect(r"^401 ")
    page = windows.open(address(room), person=kenji)
    expect(composer(page)).to_be_visible()
    admin.goto(f"{windows.site.url}/admin/accounts/user/{kenji.id}/change/")
    admin.get_by_label("Active").uncheck()
    with at_once(admin, "Save"):
        expect(page.get_by_role("dialog", name="This account is suspended")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
    expect(page.get_by_text("has suspended your account")).to_be_visible()


def choose_action(admin: Page, action: str) -> None:
    admin.get_by_role("checkbox").nth(1).check()  # the first is for all of them
    admin.get_by_role("combobox", name="Action").select_option(label=action)
    admin.get_by_role("button", name="Run").or_(admin.get_by_role("button", name="Go")).click()
