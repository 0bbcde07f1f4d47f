"""Somebody is removed with a ban, finds every way closed, in words, and comes back once it is lifted."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def invite(person: Person, room: Json) -> str:
    """The path a new link leads to."""
    answer = person.http.post(f"rooms/{room['id']}/invitations/", json={}).raise_for_status()
    return f"/join#{answer.json()['token']}"


def members(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile(r"^\d+ members?$")).click()
    return page.get_by_role("complementary", name="Members")


def test_an_owner_bans_and_lifts(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    link = invite(hanako, room)
    hers = windows.open(address(room), person=hanako)
    his = windows.open(address(room), person=kenji)
    expect(composer(his)).to_be_visible()

    panel = members(hers)
    # By keyboard, from the menu to the deed.
    panel.get_by_role("button", name=f"Actions for {kenji.display_name}").focus()
    hers.keyboard.press("Enter")
    hers.get_by_role("menuitem", name="Remove from room").press("Enter")
    dialog = hers.get_by_role("alertdialog", name=f"Remove {kenji.display_name}?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    expect(dialog.get_by_role("button", name="Remove from room")).to_be_visible()
    dialog.get_by_role("checkbox", name="Also ban").press("Space")
    expect_accessible(hers)
    dialog.get_by_role("button", name="Remove and ban").press("Enter")
    expect(dialog).to_be_hidden()
    banned = panel.get_by_text("Banned: 1 person")
    expect(banned).to_be_visible()
    expect(his.get_by_text("You are no longer in this room")).to_be_visible()

    windows.expect(r"\b403\b.*/(api/invitations|join)/")
    his.goto(f"{site.url}{link}")
    his.get_by_role("button", name="Join the room").click()
    expect(his.get_by_text("You are banned from this room")).to_be_visible()
    expect_accessible(his)

    banned.click()
    expect(panel.get_by_text(f"@{kenji.username}")).to_be_visible()
    expect(panel.get_by_text(f"By {hanako.display_name}")).to_be_visible()
    expect_accessible(hers)
    panel.get_by_role("button", name=f"Lift ban of {kenji.display_name}").press("Enter")
    expect(hers.get_by_text(f"{kenji.display_name} may come back now")).to_be_visible()
    expect(banned).to_be_hidden()
    his.get_by_role("button", name="Join the room").click()
    expect(composer(his)).to_be_visible()
    expect(panel.get_by_text(f"@{kenji.username}")).to_be_visible()


def test_who_is_banned_while_they_look_for_a_room_is_told_when_they_join(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Pergola")
    page = windows.open("/", person=outsider, **PHONE)
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="Find a room").click()
    # The list of all rooms shows it at once. The ban comes after the list of what was typed, which would leave it out.
    with page.expect_response(re.compile(r"/api/rooms/\?.*q=Pergola")) as found:
        page.get_by_label("Search by name").fill("Pergola")
    found.value.finished()
    expect(page.get_by_role("button", name="Join Pergola")).to_be_visible()
    hanako.http.put(f"rooms/{room['id']}/bans/{outsider.id}/", json={}).raise_for_status()
    windows.expect(r"\b403\b.*/join/")
    page.get_by_role("button", name="Join Pergola").click()
    expect(page.get_by_text("You are banned from this room")).to_be_visible()
    page.get_by_label("Search by name").fill("Pergol")
    expect(page.get_by_text("No room found")).to_be_visible()
    expect(page.get_by_text("You are banned from this room")).to_be_visible()


def test_to_add_them_takes_lifting_the_ban(site: Site, windows: Windows, newcomer: Newcomer, outsider: Person) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Attic", kind="private")
    hanako.http.put(f"rooms/{room['id']}/bans/{outsider.id}/", json={"reason": "Advertising"}).raise_for_status()
    page = windows.open(address(room), person=hanako)
    panel = members(page)
    panel.get_by_label("Search members").fill(outsider.username)
    windows.expect(r"\b403\b.*/members/")
    panel.get_by_role("button", name=f"Add {outsider.display_name}", exact=True).click()
    expect(panel.get_by_text("This person is banned from the room. Lift the ban first.")).to_be_visible()
    panel.get_by_text("Banned: 1 person").click()
    expect(panel.get_by_text("Advertising")).to_be_visible()


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_only_who_looks_after_the_room_sees_bans(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person, role: str
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Attic", kenji)
    hanako.http.patch(f"rooms/{room['id']}/members/{kenji.id}/", json={"role": role}).raise_for_status()
    hanako.http.put(f"rooms/{room['id']}/bans/{outsider.id}/", json={}).raise_for_status()
    panel = members(windows.open(address(room), person=kenji))
    expect(panel.get_by_text(f"@{hanako.username}")).to_be_visible()
    expect(panel.get_by_text("Banned: 1 person")).to_have_count(int(role == "moderator"))
