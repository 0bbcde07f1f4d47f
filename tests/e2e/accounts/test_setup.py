"""The first minute of a site: the code from the server's console, an administrator, a room, a message."""

from playwright.sync_api import Page, expect

from lab.browser.screens import message, open_room, say
from lab.browser.windows import Windows
from lab.clients.person import PASSWORD
from lab.servers.site import Site


def test_from_the_code_to_the_first_message(fresh_site: Site, windows: Windows) -> None:
    page = windows.open("/")
    expect(page.get_by_role("heading", name="Light the hearth")).to_be_visible()
    set_up(page, code=fresh_site.setup_code(), room="By the fire")
    open_room(page, "By the fire")
    say(page, "お茶が入りました")

    page.reload()
    expect(message(page, "お茶が入りました")).to_be_visible()
    someone_else = windows.open("/setup")
    expect(someone_else.get_by_role("heading", name="Come in")).to_be_visible()


def test_the_code_counts_as_a_person_would_type_it(fresh_site: Site, windows: Windows) -> None:
    page = windows.open("/")
    set_up(page, code=f" {fresh_site.setup_code().lower()} ", room="Hearth")
    open_room(page, "Hearth")


def test_a_wrong_code_is_refused_and_keeps_what_was_typed(fresh_site: Site, windows: Windows) -> None:
    windows.expect(r"^403 POST .*/api/setup/")
    page = windows.open("/")
    set_up(page, code="AAAA-BBBB-CCCC", room="Hearth")
    expect(page.get_by_text("That is not the setup code.")).to_be_visible()
    expect(page.get_by_label("User name")).to_have_value("hanako")
    page.get_by_label("Setup code").fill(fresh_site.setup_code())
    page.get_by_role("button", name="Set up this site").click()
    open_room(page, "Hearth")


def set_up(page: Page, *, code: str, room: str) -> None:
    page.get_by_label("Setup code").fill(code)
    page.get_by_label("User name").fill("hanako")
    page.get_by_label("E-mail").fill("hanako@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("First room").fill(room)
    page.get_by_role("button", name="Set up this site").click()
