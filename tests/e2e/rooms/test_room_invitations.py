"""A link brings people into a private room: those who have an account, and those who make one for it."""

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, sign_in
from lab.browser.windows import PHONE, Windows
from lab.clients.person import PASSWORD, Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_an_owner_makes_a_link_and_takes_it_back(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Back room", kenji, kind="private")
    page = windows.open(address(room), person=hanako)
    open_invitations(page)
    expect(page.get_by_text("No active links.")).to_be_visible()
    page.get_by_text("1 day", exact=True).click()
    expect(page.get_by_role("radio", name="1 day")).to_be_checked()
    page.get_by_label("Maximum uses").fill("1")
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_label("Your link").input_value()
    expect(page.get_by_text("for 1 more person")).to_be_visible()
    expect_accessible(page)

    theirs = windows.open(link.removeprefix(site.url), person=outsider)
    expect(theirs.get_by_role("heading", name="Join Back room")).to_be_visible()
    expect(theirs.get_by_text("2 members")).to_be_visible()
    expect_accessible(theirs)
    theirs.get_by_role("button", name="Join the room").click()
    expect(theirs.get_by_role("heading", name="Back room", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="3 members", include_hidden=True)).to_be_attached()

    windows.expect(r"\b403\b.*/api/invitations/")
    his = windows.open(link.removeprefix(site.url), person=newcomer(site))
    expect(his.get_by_text("This invitation no longer works")).to_be_visible()


def test_a_revoked_link_leads_nowhere(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Back room", kind="private")
    link = invite(hanako, room)
    page = windows.open(address(room), person=hanako)
    open_invitations(page)
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("No active links.")).to_be_visible()
    windows.expect(r"\b403\b.*/api/invitations/")
    stranger = windows.open(link)
    expect(stranger.get_by_text("This invitation no longer works")).to_be_visible()


def test_members_do_not_invite(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    page = windows.open(address(hanako.create_room("Back room", kenji, kind="private")), person=kenji)
    page.get_by_role("button", name="Room menu").click()
    expect(page.get_by_role("menuitem", name="Leave")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Invitation links")).to_have_count(0)


def test_somebody_signs_in_and_is_in_the_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Back room", kind="private")
    hanako.say(room, "sit down")
    page = windows.open(invite(hanako, room), **PHONE)
    expect(page.get_by_role("heading", name="Join Back room")).to_be_visible()
    page.get_by_role("link", name="I already have an account").click()
    sign_in(page, kenji)
    expect(message(page, "sit down")).to_be_visible()


def test_somebody_new_makes_an_account_and_is_in_the_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, namesake = newcomer(site), newcomer(site)
    room = hanako.create_room("Back room", kind="private")
    page = windows.open(invite(hanako, room))
    page.get_by_role("link", name="Create account").click()
    page.get_by_label("User name").fill(f"{namesake.username}-new")
    page.get_by_label("E-mail").fill(f"{namesake.username}-new@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Back room", level=1)).to_be_visible()
    expect(composer(page)).to_be_visible()


def test_an_invitation_alone_brings_nobody_in(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Back room", kind="private")
    page = windows.open(invite(hanako, room), person=kenji)
    expect(page.get_by_role("button", name="Join the room")).to_be_visible()
    assert kenji.http.get("rooms/").json()["results"] == []


def open_invitations(page: Page) -> None:
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Invitation links").click()


def invite(person: Person, room: Json) -> str:
    """The path a new link leads to."""
    answer = person.http.post(f"rooms/{room['id']}/invitations/", json={}).raise_for_status()
    return f"/join#{answer.json()['token']}"
