"""axe finds nothing on any page or dialog: in light, in dark and in forced colours."""

from typing import Any

from playwright.sync_api import Page, expect

from lab.browser.screens import address, choose, composer, message, settle
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.process import ROOT
from lab.servers.site import Site

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# One page is looked at in each of these, since opening another one costs more than all looks at it.
LOOKS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "active"},
)
# A menu or tooltip belongs to its button and not to a landmark; axe knows that of dialogs alone. Forced colours are the reader's
# own; axe compares ours, which are not drawn.
RUN = """() => axe.run({rules: {
  region: {enabled: !document.querySelector("[data-radix-popper-content-wrapper]")},
  "color-contrast": {enabled: !matchMedia("(forced-colors: active)").matches},
}}).then((result) => result.violations)"""

# Each page of the settings, and what it shows once it is there.
SETTINGS = (
    ("Profile", "Region and city"),
    ("Appearance", "Theme"),
    ("Notifications", "Notify me"),
    ("Devices", "This device"),
    ("Account", "Two-step sign-in"),
)


def test_sign_in_and_sign_up(site: Site, windows: Windows) -> None:
    page = windows.open("/signin")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_accessible(page)
    page.goto(f"{site.url}/signup")
    expect(page.get_by_role("heading", name="Take a seat")).to_be_visible()
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    expect_accessible(page)
    windows.expect(r"\b403\b.*/register/invitation/")
    page.goto(f"{site.url}/invitation#x")
    expect(page.get_by_text("This invitation no longer works.")).to_be_visible()
    expect_accessible(page)


def test_set_up(fresh_site: Site, windows: Windows) -> None:
    page = windows.open("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_accessible(page)


def test_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Seen by everybody", kenji)
    empty = hanako.create_room("Nothing yet", kenji)
    for author, text in (
        (hanako, "**bold**, `code` and https://example.org"),
        (kenji, "> quoted\n\nお茶"),
        (kenji, f"@{hanako.username} tea\n\n- [ ] rice"),
    ):
        author.say(room, text)
    page = windows.open(address(empty), person=hanako)
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()
    expect_accessible(page)
    page.goto(site.url + address(room))
    expect(message(page, "お茶")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="2 members").click()
    expect(page.get_by_role("complementary", name="Members")).to_contain_text(kenji.display_name)
    expect_accessible(page)
    choose(page, message(page, "お茶"), "Pin")
    expect(message(page, "お茶")).to_contain_text("Pinned")
    page.get_by_role("button", name="Room menu").click()
    expect(page.get_by_role("menuitem").first).to_be_visible()
    expect_accessible(page)
    page.get_by_role("menuitem", name="Pinned messages").click()
    expect(page.get_by_role("complementary", name="Pinned messages")).to_contain_text("お茶")
    expect_accessible(page)
    choose(page, message(page, "お茶"), "Reply in thread")
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("お茶")
    expect_accessible(page)


def test_dialogs(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Full of dialogs", kenji)
    hanako.say(room, "お茶")
    page = windows.open(address(room), person=hanako)
    expect(message(page, "お茶")).to_be_visible()
    composer(page).press_sequentially(":tea")
    expect(page.get_by_role("option").first).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Escape")
    composer(page).fill("")
    for item in ("Room settings", "Invitation links", "Notifications", "Leave"):
        page.get_by_role("button", name="Room menu").click()
        page.get_by_role("menuitem", name=item).click()
        expect_accessible_dialog(page)
    for item in ("New room", "Find a room", "New message"):
        page.get_by_role("button", name="Create or find a room").click()
        page.get_by_role("menuitem", name=item).click()
        expect_accessible_dialog(page)
    choose(page, message(page, "お茶"), "Delete")
    expect_accessible_dialog(page)
    choose(page, message(page, "お茶"), "Forward")
    expect_accessible_dialog(page)
    page.keyboard.press("Control+k")
    expect_accessible_dialog(page)
    page.get_by_role("button", name="Room menu").focus()
    page.keyboard.press("?")
    expect_accessible_dialog(page)
    page.get_by_role("button", name="Emoji").last.click()
    expect(page.get_by_role("gridcell").first).to_be_visible()
    expect_accessible_dialog(page)


def test_settings(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = windows.open("/settings", person=newcomer(site))
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


def expect_accessible_dialog(page: Page) -> None:
    """Looks at the open dialog and closes it."""
    dialog = page.get_by_role("dialog").or_(page.get_by_role("alertdialog"))
    expect(dialog).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def expect_accessible(page: Page) -> None:
    # Through the debugger, not as a script of the page: the content security policy rightly refuses that.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    for look in LOOKS:
        page.emulate_media(**look)
        settle(page)  # a colour that is still fading in would be measured half way
        found: list[dict[str, Any]] = page.evaluate(RUN)
        nodes = [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
        assert not nodes, f"{look}\n" + "\n".join(nodes)
    page.emulate_media(color_scheme="null", forced_colors="null")
