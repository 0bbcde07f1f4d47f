"""What the first page leaves out comes later, also where the first try fails."""

from playwright.sync_api import expect

from lab.browser.screens import address, composer
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site


def test_a_menu_whose_code_did_not_come_says_so_and_opens_when_it_does(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    page = windows.open("/settings", person=hanako)
    windows.expect("ERR_FAILED")
    page.route("**/parts-*.js", lambda route: route.abort())
    page.goto(site.url + address(hanako.create_room("Kitchen")))
    expect(composer(page)).to_be_visible()
    page.get_by_role("button", name="Room menu").click()
    expect(page.get_by_role("status").filter(has_text="Trying again")).to_be_attached()
    page.unroute("**/parts-*.js")
    expect(page.get_by_role("menu", name="Room menu")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Trying again")).not_to_be_attached()
