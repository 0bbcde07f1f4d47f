"""Parts that are loaded late fail alone, and a browser that forbids storage costs convenience, never the page."""

from playwright.sync_api import Page, Route, expect

from lab.browser.screens import address, composer, message, say, sign_in, wait_in_page
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site

PICKER = "**/EmojiPanel-*.js"
FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
  });
}
indexedDB.open = () => { throw new DOMException("Access is denied.", "SecurityError"); };
navigator.locks.request = async () => { throw new DOMException("Access is denied.", "SecurityError"); };
navigator.locks.query = async () => { throw new DOMException("Access is denied.", "SecurityError"); };
window.BroadcastChannel = class { constructor() { throw new DOMException("Access is denied.", "SecurityError"); } };
"""


def wait_for_popovers(page: Page) -> None:
    """Their code is loaded after the page, and an offline browser would not get it."""
    arrived = "performance.getEntriesByType('resource').some(({ name }) => name.includes('/parts-'))"
    wait_in_page(page, arrived, "the code of popovers")


def open_picker(page: Page) -> None:
    page.get_by_role("button", name="Emoji").click()


def test_offline_a_part_says_that_it_did_not_load_and_comes_by_itself(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Tunnel")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("half a sentence ")
    wait_for_popovers(page)
    windows.expect("ERR_INTERNET_DISCONNECTED|WebSocket")
    page.context.set_offline(True)
    open_picker(page)
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(composer(page)).to_have_value("half a sentence ")
    page.context.set_offline(False)
    page.get_by_role("searchbox", name="Search emoji").fill("teacup")
    page.get_by_role("gridcell", name="teacup").click()
    expect(composer(page)).to_have_value("half a sentence 🍵")


def test_a_file_that_an_upgrade_took_away_offers_a_reload(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    page = windows.open(address(hanako.create_room("Upgrade")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("half a sentence")
    windows.expect("404 GET .*EmojiPanel|Failed to fetch dynamically")
    page.route(PICKER, lambda route: route.fulfill(status=404))
    page.route(f"{site.url}/", newer_page)
    open_picker(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("There is a new version")
    page.unroute_all()
    alert.get_by_role("button", name="Load again").click()
    expect(composer(page)).to_have_value("half a sentence")
    open_picker(page)
    expect(page.get_by_role("searchbox", name="Search emoji")).to_be_visible()


def newer_page(route: Route) -> None:
    route.fulfill(content_type="text/html", body='<div id="root"></div><script type="module" src="/app-2.js"></script>')


def test_without_storage_people_sign_in_read_and_write(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Vault")
    page = windows.open("about:blank")
    page.add_init_script(FORBIDDEN)
    page.goto(f"{site.url}{address(room)}")
    sign_in(page, hanako)
    expect(composer(page)).to_be_focused()
    say(page, "nothing is kept here")
    expect(message(page, "nothing is kept here")).to_be_visible()
    page.goto(f"{site.url}/settings/appearance")
    page.get_by_text("Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


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
