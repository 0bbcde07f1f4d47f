"""Staying signed in, and being signed out."""

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, open_room, room_list, sign_in
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site
from tests.accounts.program import Program

# Notes every password field that is ever in the page, however short, across reloads.
WATCH_FOR_SIGN_IN = """
new MutationObserver(() => {
  if (document.querySelector("input[type=password]")) sessionStorage.setItem("sign-in seen", location.href);
}).observe(document, { childList: true, subtree: true });
"""


def test_ten_reloads_without_ever_showing_the_sign_in_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    room = kenji.create_room("Stay")
    page = windows.open("/signin")
    page.context.add_init_script(WATCH_FOR_SIGN_IN)
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert sign_in_seen(page), "the watch sees the page where it is"
    sign_in(page, kenji)
    open_room(page, "Stay")

    page.evaluate("sessionStorage.clear()")
    for _ in range(10):
        page.reload()
        expect(page.get_by_role("heading", name="Stay", level=1)).to_be_visible()
        expect(composer(page)).to_be_visible()
        assert page.url == windows.site.url + address(room)
    assert not sign_in_seen(page)


def test_signing_in_returns_to_the_room_that_was_asked_for(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    room = kenji.create_room("Asked for")
    page = windows.open(address(room))
    sign_in(page, kenji)
    expect(page.get_by_role("heading", name="Asked for", level=1)).to_be_visible()


def test_signing_out_signs_out_every_tab_of_the_browser(site: Site, windows: Windows, outsider: Person) -> None:
    page = windows.open("/settings/account", person=outsider)
    second = windows.open("/", profile=page.context)
    expect(room_list(second)).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    for tab in (page, second):
        expect(tab.get_by_role("heading", name="Come in")).to_be_visible()
    second.reload()
    expect(second.get_by_role("heading", name="Come in")).to_be_visible()


def test_a_wrong_password_says_so(site: Site, windows: Windows) -> None:
    windows.expect(r"^401 POST .*/api/session/$")
    page = windows.open("/signin")
    page.get_by_label("User name or e-mail").fill("nobody")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("User name and password do not match.")).to_be_visible()


def test_who_signs_in_after_a_token_was_copied_is_told_until_it_was_seen(
    site: Site, windows: Windows, outsider: Person
) -> None:
    program = Program(site, outsider.username)
    stolen = program.refresh
    for _ in range(2):
        program.rotate()
    assert program.use(stolen).status_code == 401

    page = windows.open("/", person=outsider)
    told = page.get_by_role("dialog", name="Somebody may have copied your sign-in")
    expect(told).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(told.get_by_text("127.0.0.1")).to_be_visible()
    with page.expect_response("**/api/me/warnings/*/"):
        told.get_by_role("button", name="Change password").click()
    expect(page.get_by_label("New password")).to_be_in_viewport()
    expect(told).to_be_hidden()
    with page.expect_response("**/api/me/warnings/"):
        page.reload()
    expect(page.get_by_label("New password")).to_be_visible()
    expect(told).to_be_hidden()


def sign_in_seen(page: Page) -> bool:
    return bool(page.evaluate("sessionStorage.getItem('sign-in seen')"))
