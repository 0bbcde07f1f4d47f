"""The admin's home in a browser: it stays fresh without a reload, and says so when it cannot."""

import re

from playwright.sync_api import expect

from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site
from tests.e2e.admin.screens import figure, signed_in


def test_figures_follow_the_site(either_site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = signed_in(windows)
    page.evaluate("window.unloaded = false")
    kenji = newcomer(either_site)
    room = kenji.create_room("Counted")
    before = number(figure(page, "day").inner_text())
    with Chatter(kenji) as socket:
        for _ in range(3):
            socket.say(room, "tea")
        expect(figure(page, "day")).not_to_have_text(f"{before:,}")
        assert number(figure(page, "day").inner_text()) >= before + 3
        expect(figure(page, "sockets")).not_to_have_text("0")
        expect(figure(page, "online")).not_to_have_text("0")
    expect(page.locator('[data-tile="rooms"]')).to_contain_text("Counted")
    expect(page.locator("#home-state")).to_have_text("Live")
    assert page.evaluate("window.unloaded") is False, "without a reload"


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_focus_stays_where_it_is(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = signed_in(windows)
    link = page.get_by_role("link", name="Messages in 24 hours")
    link.focus()
    before = figure(page, "day").inner_text()
    kenji = newcomer(site)
    kenji.say(kenji.create_room("Focused"), "tea")
    expect(figure(page, "day")).not_to_have_text(before)
    expect(link).to_be_focused()


def test_it_says_when_the_site_is_away_and_goes_on(fresh_site: Site, windows: Windows) -> None:
    windows.expect("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
    hanako = Person.set_up(fresh_site)
    page = signed_in(windows)
    expect(page.locator("#home-state")).to_have_text("Live")
    fresh_site.stop()
    expect(page.locator("#home-state")).to_contain_text("does not answer")
    fresh_site.start()
    expect(page.locator("#home-state")).to_have_text("Live")
    assert hanako


def test_it_says_when_one_is_signed_out(site: Site, windows: Windows) -> None:
    page = signed_in(windows)
    other = windows.open("/admin/", profile=page.context)
    other.get_by_role("button", name="Account menu").click()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Signed out")).to_be_visible()
    expect(page.locator("#home-state")).to_contain_text("signed out")


def test_counts_survive_a_restart(fresh_site: Site, windows: Windows) -> None:
    hanako = Person.set_up(fresh_site)
    room = hanako.create_room("Kept")
    for _ in range(4):
        hanako.say(room, "tea")
    fresh_site.stop()
    fresh_site.start()
    page = signed_in(windows)
    expect(figure(page, "day")).to_have_text("4")


def test_a_hidden_page_asks_nothing(site: Site, windows: Windows) -> None:
    page = signed_in(windows)
    page.clock.install()
    page.goto(f"{site.url}/admin/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/admin/home/") else None)
    page.evaluate(SHOW, True)
    page.clock.run_for(30_000)
    assert asked == []
    with page.expect_response("**/admin/home/"):
        page.evaluate(SHOW, False)
        page.clock.run_for(1_000)


SHOW = """(hidden) => {
  Object.defineProperty(document, "hidden", {configurable: true, value: hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_pages_are_found_by_typing(windows: Windows) -> None:
    page = signed_in(windows)
    page.keyboard.press("Control+k")
    field = page.get_by_role("searchbox", name="Find a page")
    expect(field).to_be_focused()
    nav = page.get_by_role("navigation", name="Sidebar")
    field.fill("invit")
    expect(nav.get_by_role("link", name="Room invitations", exact=True)).to_be_visible()
    expect(nav.get_by_role("link", name="Messages", exact=True)).to_be_hidden()
    field.fill("no such page")
    expect(nav.get_by_text("No page is called that.")).to_be_visible()
    field.fill("memberships")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Memberships", level=1)).to_be_visible()


def test_theme_and_language_are_chosen(site: Site, windows: Windows, administrator: Person) -> None:
    page = signed_in(windows, color_scheme="light")
    dark = (
        "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor"
    )
    light = page.evaluate(dark)
    page.get_by_role("button", name="Theme: as the system").click()
    page.get_by_role("button", name="Theme: light").click()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate(dark) != light
    assert page.evaluate("localStorage.getItem('irori.theme')") == "dark", "where the web app reads it"
    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("heading", name="ホーム")).to_be_visible()
    page.goto(f"{site.url}/admin/chat/room/")
    expect(page.get_by_role("heading", name="ルーム", level=1)).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Rooms", level=1)).to_be_visible()


def test_on_a_phone_pages_are_behind_a_button_and_rows_are_cards(
    site: Site, windows: Windows, administrator: Person
) -> None:
    administrator.create_room("A card")
    page = signed_in(windows, **PHONE)
    nav = page.get_by_role("navigation", name="Sidebar")
    expect(nav).to_be_hidden()
    page.get_by_role("button", name="Navigation").click()
    expect(nav).to_be_visible()
    page.keyboard.press("Escape")
    expect(nav).to_be_hidden()
    page.get_by_role("button", name="Navigation").click()
    nav.get_by_role("link", name="Rooms", exact=True).click()
    row = page.get_by_role("row").filter(has_text="A card")
    assert row.locator("td.field-kind").evaluate("(each) => getComputedStyle(each, '::before').content") == '"Kind"'
    actions = page.locator("#changelist-form .actions")
    expect(actions).to_be_hidden()
    row.get_by_role("checkbox").check()
    expect(actions).to_be_in_viewport()
