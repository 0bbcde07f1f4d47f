"""axe finds nothing serious on any page, in light and in dark."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, settle
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.process import ROOT
from lab.servers.site import Site

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")

# Each page of the settings, and what it shows once it is there.
SETTINGS = (
    ("Profile", "Region and city"),
    ("Appearance", "Theme"),
    ("Notifications", "Notify me"),
    ("Devices", "This device"),
    ("Account", "Two-step sign-in"),
)

Scheme = Literal["light", "dark"]
both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


@both_schemes
def test_sign_in_and_sign_up(site: Site, windows: Windows, scheme: Scheme) -> None:
    page = windows.open("/signin", color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_accessible(page)
    page.goto(f"{site.url}/signup")
    expect(page.get_by_role("heading", name="Take a seat")).to_be_visible()
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    expect_accessible(page)


@both_schemes
def test_set_up(fresh_site: Site, windows: Windows, scheme: Scheme) -> None:
    page = windows.open("/", color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_accessible(page)


@both_schemes
def test_room(site: Site, windows: Windows, newcomer: Newcomer, scheme: Scheme) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Seen by everybody", kenji)
    empty = hanako.create_room("Nothing yet", kenji)
    for author, text in (
        (hanako, "**bold**, `code` and https://example.org"),
        (kenji, "> quoted\n\nお茶"),
        (hanako, "1"),
    ):
        author.say(room, text)
    page = windows.open(address(empty), person=kenji, color_scheme=scheme)
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()
    expect_accessible(page)
    page.goto(site.url + address(room))
    expect(message(page, "お茶")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="2 members").click()
    expect(page.get_by_role("complementary", name="Members")).to_contain_text(hanako.display_name)
    expect_accessible(page)


@both_schemes
def test_settings(site: Site, windows: Windows, newcomer: Newcomer, scheme: Scheme) -> None:
    page = windows.open("/settings", person=newcomer(site), color_scheme=scheme)
    for name, shown in SETTINGS:
        page.get_by_role("navigation", name="Settings").get_by_role("link", name=name).click()
        expect(page.get_by_text(shown, exact=True).first).to_be_visible()
        expect_accessible(page)
    page.get_by_role("button", name="Account menu").click()
    expect(page.get_by_role("menuitemradio", name="Dark")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("menuitem", name="Set a status").click()
    expect(page.get_by_role("dialog", name="Status")).to_be_visible()
    expect_accessible(page)


def expect_accessible(page: Page) -> None:
    settle(page)  # a colour that is still fading in would be measured half way
    # Through the debugger, not as a script of the page: the content security policy rightly refuses that.
    page.evaluate(AXE.read_text())
    violations: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    grave = [found for found in violations if found["impact"] in GRAVE]
    assert not grave, "\n".join(f"{found['id']}: {node['html']}" for found in grave for node in found["nodes"])
