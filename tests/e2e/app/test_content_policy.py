"""Pages that are not ours work under a policy that runs and shows nothing but files of this site: a window fails on any violation."""

import pytest
from playwright.sync_api import Page, expect

from lab.browser.windows import Windows
from lab.clients.person import PASSWORD, Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.e2e.accounts.test_administration import choose_action


@pytest.fixture
def admin(windows: Windows) -> Page:
    page = windows.open("/admin/")
    # Its styles are there: they come from a file now.
    assert page.get_by_label("Code").evaluate("field => getComputedStyle(field).boxSizing") == "border-box"
    page.get_by_label("Username").fill("hanako")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Memberships", exact=True).first).to_be_visible()
    return page


def test_the_admin(admin: Page, windows: Windows, administrator: Person, newcomer: Newcomer) -> None:
    kenji = newcomer(windows.site)
    room = administrator.create_room("Under a policy", kind="private")
    said = administrator.say(room, "first line\n  second line")
    url = windows.site.url

    admin.goto(f"{url}/admin/chat/message/{said['id']}/change/")
    text = admin.locator(".irori-text").first
    assert text.evaluate("text => getComputedStyle(text).whiteSpace") == "pre-wrap"

    admin.goto(f"{url}/admin/chat/membership/add/?room={room['id']}")
    admin.locator("#id_user + .select2 [role=combobox]").click()
    admin.locator(".select2-search__field").fill(kenji.username)
    admin.get_by_role("option", name=kenji.username).first.click()
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text("was added successfully")).to_be_visible()
    assert kenji.http.get(f"rooms/{room['id']}/").status_code == 200

    admin.goto(f"{url}/admin/chat/room/?q=Under+a+policy")
    choose_action(admin, "Archive")
    expect(admin.get_by_text("Archived: 1")).to_be_visible()

    admin.goto(f"{url}/admin/chat/message/{said['id']}/delete/")
    expect(admin.get_by_role("button", name="Yes, I’m sure")).to_be_visible()
    admin.goto(f"{url}/admin/chat/room/{room['id']}/change/")
    expect(admin.get_by_role("heading", name="Under a policy")).to_be_visible()
    for page in ("password_change/", "accounts/user/add/", f"accounts/user/{kenji.id}/change/", "chat/message/"):
        admin.goto(f"{url}/admin/{page}")
        expect(admin.get_by_role("heading").first).to_be_visible()
    admin.get_by_role("button", name="Theme: as the system").click()
    admin.get_by_role("button", name="Account menu").click()
    admin.get_by_role("button", name="Sign out").click()
    expect(admin.get_by_role("heading", name="Signed out")).to_be_visible()


def test_the_api_to_read(windows: Windows, administrator: Person) -> None:
    page = windows.open("/api/docs/")
    expect(page.get_by_role("heading", name="Irori")).to_be_visible()
    page.get_by_role("button", name="Authorize").click()
    page.get_by_label("Value:").or_(page.get_by_label("auth-bearer-value")).fill(administrator.token)
    dialog = page.locator(".modal-ux")
    dialog.get_by_role("button", name="Apply credentials").click()
    dialog.get_by_role("button", name="Close").last.click()
    call = page.locator("#operations-me-me_retrieve")

    def is_written() -> bool:
        page.mouse.wheel(0, 600)
        return call.count() > 0

    # It writes what comes into view.
    wait_until(is_written, what="the call to come into view")
    call.scroll_into_view_if_needed()
    call.get_by_role("button").first.click()
    call.get_by_role("button", name="Try it out").click()
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table").get_by_text("hanako").first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/signin"])
def test_the_web_app(site: Site, windows: Windows, path: str, newcomer: Newcomer) -> None:
    page = windows.open(path, person=newcomer(site))
    expect(page.get_by_role("heading").first).to_be_visible()
