"""Getting into an account: a forgotten password, a link, an invitation, a second step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import room_list, sign_in
from lab.browser.windows import DESKTOP, PHONE, Windows
from lab.clients.person import PASSWORD, Newcomer, Person
from lab.servers.site import Site
from tests.accounts.authenticator import Authenticator
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.letters import link_to

NEW_PASSWORD = "embers glow until morning"
EVERYWHERE = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])


@EVERYWHERE
def test_a_forgotten_password(site: Site, windows: Windows, newcomer: Newcomer, device: dict[str, Any]) -> None:
    windows.expect(r"^(401|400) POST .*/api/(session|password/reset)/$")
    kenji = newcomer(site)
    page = windows.open("/signin", **device)
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="A new password")).to_be_visible()
    page.get_by_label("User name or e-mail").fill(kenji.username)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status").filter(has_text="a message is on its way")).to_be_visible()

    link = link_to(kenji.user["email"], site, "reset")
    page.goto(link)
    page.get_by_label("New password").fill("short")
    page.get_by_label("New password").press("Enter")
    expect(page.get_by_text("Use at least 10 characters.")).to_be_visible()
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_label("New password").press("Enter")
    expect(page.get_by_text("Your new password is set.")).to_be_visible()

    sign_in(page, kenji)
    expect(page.get_by_text("User name and password do not match.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Come in")).to_be_hidden()

    again = windows.open(link.removeprefix(site.url))
    # With the same password once more it would be the same call, whose answer was lost.
    again.get_by_label("New password").fill(f"another {NEW_PASSWORD}")
    again.get_by_role("button", name="Set password").click()
    expect(again.get_by_text("This link was used already")).to_be_visible()
    expect(again.get_by_role("link", name="Request a new link")).to_be_visible()


def test_an_address_is_confirmed_and_changed(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(r"^401 POST .*/api/email/confirm/$")
    kenji = newcomer(site)
    page = windows.open("/settings/account", person=kenji)
    email = page.get_by_role("region", name="E-mail")
    expect(email.get_by_text("Not confirmed yet")).to_be_visible()
    confirming = windows.open(
        link_to(kenji.user["email"], site, "confirm").removeprefix(site.url), profile=page.context
    )
    expect(confirming.get_by_text(f"{kenji.user['email']} is confirmed.")).to_be_visible()
    expect(email.get_by_text("Confirmed", exact=True)).to_be_visible()  # the other tab has heard of it

    new = f"new-{kenji.user['email']}"
    email.get_by_role("button", name="Change address…").click()
    email.get_by_label("New address").fill(new)
    email.get_by_label("Current password").fill(PASSWORD)
    email.get_by_role("button", name="Change address", exact=True).click()
    expect(page.get_by_text(f"We sent a link to {new}.")).to_be_visible()
    link = link_to(new, site, "confirm").removeprefix(site.url)

    elsewhere = windows.open(link)
    expect(elsewhere.get_by_text("Only its owner can confirm")).to_be_visible()
    elsewhere.get_by_role("link", name="Back to sign-in").click()
    sign_in(elsewhere, kenji)
    expect(elsewhere.get_by_text(f"{new} is confirmed.")).to_be_visible()
    page.reload()
    expect(email.get_by_text(new, exact=True)).to_be_visible()


@EVERYWHERE
def test_two_step_sign_in(site: Site, windows: Windows, newcomer: Newcomer, device: dict[str, Any]) -> None:
    windows.expect(r"^40[01] POST .*/api/(session|me/second-factor/(confirm|off))/$")
    kenji = newcomer(site)
    page = windows.open("/settings/account", person=kenji, **device)
    section = page.get_by_role("region", name="Two-step sign-in")
    section.get_by_role("button", name="Turn on").click()
    dialog = page.get_by_role("dialog", name="Two-step sign-in")
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible()
    app = Authenticator((dialog.locator("code").text_content() or "").replace(" ", ""))
    dialog.get_by_label("Code").fill(app.wrong_code())
    dialog.get_by_label("Code").press("Enter")
    expect(dialog.get_by_text("This code is not right")).to_be_visible()
    dialog.get_by_label("Code").fill(app.code())
    dialog.get_by_label("Code").press("Enter")
    codes = dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery, second = codes.first.text_content() or "", codes.nth(1).text_content() or ""
    dialog.get_by_role("button", name="I have saved them").click()
    expect(section.get_by_text("10 recovery codes left")).to_be_visible()

    with_app = windows.open("/signin", **device)
    sign_in(with_app, kenji)
    expect(with_app.get_by_label("Code")).to_be_focused()
    with_app.get_by_label("Code").fill(app.code(steps=1))
    with_app.get_by_role("button", name="Sign in").click()
    expect(with_app.get_by_role("heading", name="Come in")).to_be_hidden()

    without = windows.open("/signin", **device)
    sign_in(without, kenji)
    without.get_by_role("button", name="Use a recovery code").click()
    without.get_by_label("Recovery code").fill(recovery.lower())
    without.get_by_role("button", name="Sign in").click()
    expect(without.get_by_role("heading", name="Come in")).to_be_hidden()

    page.reload()
    expect(section.get_by_text("9 recovery codes left")).to_be_visible()
    section.get_by_role("button", name="New recovery codes").click()
    asked = page.get_by_role("dialog", name="New recovery codes")
    asked.get_by_label("Current password").fill(PASSWORD)
    asked.get_by_label("Code").fill(second)
    asked.get_by_label("Code").press("Enter")
    renewed = asked.get_by_role("list", name="Recovery codes").get_by_role("listitem").first.text_content() or ""
    asked.get_by_role("button", name="I have saved them").click()
    expect(section.get_by_text("10 recovery codes left")).to_be_visible()

    section.get_by_role("button", name="Turn off").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Current password").fill(PASSWORD)
    asked.get_by_label("Code").fill(second)  # one of those before
    asked.get_by_role("button", name="Turn off").click()
    expect(asked.get_by_text("This code is not right")).to_be_visible()
    asked.get_by_label("Code").fill(renewed)
    asked.get_by_role("button", name="Turn off").click()
    expect(section.get_by_text("Off (password only)")).to_be_visible()


class TestOnASiteByInvitation:
    @pytest.fixture
    def fresh_site(self, tmp_path: Path) -> Iterator[Site]:
        """Addresses are confirmed on it, too."""
        with Site(tmp_path, env={"REGISTRATION": "invitation", "EMAIL_VERIFICATION": "1"}) as site, site.no_traceback():
            Person.set_up(site)
            yield site

    @EVERYWHERE
    def test_from_the_link_to_the_rooms(self, fresh_site: Site, windows: Windows, device: dict[str, Any]) -> None:
        hanako = windows.open("/settings/invitations", person=Person.sign_in(fresh_site, "hanako"), **device)
        section = hanako.get_by_role("region", name="Invitations")
        section.get_by_label("Note").fill("Kanazawa")
        section.get_by_label("Maximum uses").fill("1")
        section.get_by_role("button", name="Create link").click()
        expect(section.get_by_text("0 of 1 used")).to_be_visible()
        invitation = Person.sign_in(fresh_site, "hanako").http.get("invitations/").json()["results"][0]["code"]

        kenji = windows.open(f"/invitation#{invitation}", **device)
        expect(kenji.get_by_text("hanako invites you to join them here.")).to_be_visible()
        kenji.get_by_label("E-mail").fill("kenji@example.org")
        kenji.get_by_role("button", name="Send the link").click()
        expect(kenji.get_by_text("A message to kenji@example.org is on its way.")).to_be_visible()
        kenji.goto(link_to("kenji@example.org", fresh_site, "signup"))
        expect(kenji.get_by_label("E-mail")).to_have_value("kenji@example.org")
        kenji.get_by_label("User name").fill("kenji")
        kenji.get_by_label("Password", exact=True).fill(PASSWORD)
        kenji.get_by_role("button", name="Create account").click()
        expect(kenji.get_by_role("heading", name="Take a seat")).to_be_hidden()
        expect(room_list(kenji)).to_be_visible()

        windows.expect(r"^403 POST .*/api/register/invitation/$")
        late = windows.open(f"/invitation#{invitation}", **device)
        expect(late.get_by_text("This invitation no longer works.")).to_be_visible()

    def test_nobody_comes_in_without_one(self, fresh_site: Site, windows: Windows) -> None:
        page = windows.open("/signup")
        expect(page.get_by_text("You need an invitation to join.")).to_be_visible()
        page.get_by_role("link", name="Sign in").click()
        expect(page.get_by_role("heading", name="Come in")).to_be_visible()
        expect(page.get_by_role("link", name="Create account")).to_be_hidden()


def test_axe_finds_nothing_on_their_pages(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(r"^40[013] POST .*/api/")
    page = windows.open("/forgot")
    for path, shown in (
        ("/forgot", "A new password"),
        ("/reset#link=x", "Set a new password"),
        ("/confirm#link=x", "This link was used already"),
        ("/invitation#x", "This invitation no longer works."),
        ("/signup#proof=x&email=kenji%40example.org", "Take a seat"),
    ):
        page.goto(site.url + path)
        expect(page.get_by_text(shown).first).to_be_visible()
        expect_accessible(page)

    settings = windows.open("/settings/account", person=newcomer(site))
    settings.get_by_role("region", name="Two-step sign-in").get_by_role("button", name="Turn on").click()
    dialog = settings.get_by_role("dialog")
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_label("Current password").press("Enter")
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible()
    expect_accessible(settings)
    app = Authenticator((dialog.locator("code").text_content() or "").replace(" ", ""))
    dialog.get_by_label("Code").fill(app.code())
    dialog.get_by_label("Code").press("Enter")
    expect(dialog.get_by_role("list", name="Recovery codes")).to_be_visible()
    expect_accessible(settings)


def test_the_language_chosen_is_that_of_letters(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    page: Page = windows.open("/settings/appearance", person=kenji)
    # The page also asks who somebody is, and tells the time zone, under the same address.
    with page.expect_response(lambda answer: '"language"' in (answer.request.post_data or "")):
        page.get_by_text("日本語").click()
    expect(page.get_by_role("heading", name="設定")).to_be_visible()
    assert kenji.http.get("me/").json()["language"] == "ja"
