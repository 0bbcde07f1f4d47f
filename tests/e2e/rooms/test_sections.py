"""Headings of one's own in the list of rooms, made by the keyboard, seen on every device."""

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, room_link, room_list
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.rooms.test_direct_rooms import section


def test_a_section_is_made_filled_renamed_and_deleted(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    kitchen, garden = (hanako.create_room(name) for name in ("Kitchen", "Garden"))
    page, other = (windows.open(address(room), person=hanako) for room in (kitchen, garden))
    # A room takes the focus once it is loaded.
    expect(composer(page)).to_be_focused()

    room_link(page, "Garden").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    press(page, "Move to section")
    page.get_by_label("New section").fill("Outside")
    expect_accessible(page)
    page.keyboard.press("Enter")
    for device in (page, other):
        expect(section(device, "Outside").get_by_role("link")).to_have_text(["Garden"])
    expect(section(other, "Rooms").get_by_role("link")).to_have_text(["Kitchen"])
    expect_accessible(page)

    page.get_by_role("button", name="Menu of Outside").press("Enter")
    press(page, "Rename section")
    page.get_by_label("Name", exact=True).fill("外")
    page.keyboard.press("Enter")
    heading = section(other, "外")
    expect(heading.get_by_role("link")).to_have_text(["Garden"])

    page.get_by_role("button", name="外", exact=True).press("Enter")
    expect(section(page, "外").get_by_role("link")).to_have_count(0)
    expect(heading.get_by_role("link")).to_have_count(1)  # the room that is open there
    page.reload()
    expect(composer(page)).to_be_focused()
    expect(section(page, "外")).to_be_visible()
    expect(section(page, "外").get_by_role("link")).to_have_count(0)

    page.get_by_role("button", name="Menu of 外").press("Enter")
    press(page, "Delete section")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete section").press("Enter")
    for device in (page, other):
        expect(section(device, "外")).to_have_count(0)
        expect(section(device, "Rooms").get_by_role("link")).to_have_text(["Garden", "Kitchen"])


def test_a_room_keeps_its_place_whoever_speaks(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    rooms = [hanako.create_room(name) for name in ("b", "c", "a")]
    page = windows.open(address(rooms[0]), person=hanako)
    hanako.say(rooms[1], "hello")
    expect(room_list(page).get_by_role("link")).to_have_text(["a", "b", "c"])


def press(page: Page, item: str) -> None:
    """An entry of the open menu, by the keyboard."""
    page.get_by_role("menuitem", name=item, exact=True).press("Enter")
