"""The pages of the settings, and the menu at the own portrait."""

from typing import Any

from playwright.sync_api import expect

from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

# 720 px: a window of 1440 at 200 %.
ZOOMED: dict[str, Any] = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}


def test_an_address_of_before_leads_to_its_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = windows.open("/settings#password", person=newcomer(site))
    expect(page).to_have_url(f"{site.url}/settings/account#password")
    expect(page.get_by_label("New password")).to_be_in_viewport()
    page.goto(f"{site.url}/settings/nothing")
    expect(page).to_have_url(f"{site.url}/settings/profile")


def test_a_phone_has_a_list_and_the_way_back(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = windows.open("/settings", person=newcomer(site), **PHONE)
    page.get_by_role("link", name="Devices").click()
    expect(page.get_by_role("heading", name="Devices", level=1)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Back to all settings").click()
    expect(page.get_by_role("link", name="Devices")).to_be_visible()
    page.get_by_role("link", name="Back to rooms").click()
    expect(page).to_have_url(f"{site.url}/")


def test_the_account_menu_by_keyboard(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    hanako.create_room("Kitchen")
    page = windows.open("/", person=hanako)
    button = page.get_by_role("button", name="Account menu")
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Set a status")).to_be_focused()
    page.get_by_role("menuitemradio", name="Dark").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("menuitem", name="Set a status").press("Enter")
    page.get_by_label("What are you up to?").fill("Lunch")
    page.get_by_label("Clear after").select_option(label="1 hour")
    page.get_by_role("dialog").get_by_role("button", name="Set a status").press("Enter")
    expect(button).to_contain_text("Lunch")
    expect(button).to_be_focused()
    assert hanako.http.get("me/").json()["status"]["until"]


def test_forced_colours_and_a_zoomed_page(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = windows.open("/settings/profile", person=newcomer(site), forced_colors="active", **ZOOMED)
    expect(page.get_by_label("Region and city")).to_be_visible()
    expect_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.get_by_role("link", name="Back to all settings").click()
    expect(page.get_by_role("link", name="Devices")).to_be_visible()
    expect_accessible(page)
