"""At 200 % zoom in a window of 1280×720 nothing is lost and nothing scrolls sideways; reduced motion stands still."""

from typing import Any

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, room_link, settle
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_narrow import STICKS_OUT

# What a browser gives a page of 1280×720 at 200 %.
ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 360}, "device_scale_factor": 2}
# Milliseconds that the longest movement under way takes, where somebody does not want any.
LONGEST = """() => Math.max(0, ...document.getAnimations()
  .map((animation) => Number(animation.effect.getComputedTiming().duration)))"""


def test_nothing_is_lost_at_200_percent(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("A room with a name of some length", kenji)
    hanako.say(room, "tea and rice " * 30)
    stranger = windows.open("/signin", **ZOOMED)
    expect_usable(stranger, "Sign in")

    page = windows.open(address(room), person=hanako, **ZOOMED)
    expect(message(page, "tea and rice")).to_be_visible()
    expect(composer(page)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport()
    expect_nothing_sticks_out(page)
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Room settings").click()
    expect_usable(page, "Save")
    page.keyboard.press("Escape")
    page.goto(site.url)
    expect(room_link(page, room["name"])).to_be_in_viewport()
    expect_nothing_sticks_out(page)
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="New room").click()
    expect_usable(page, "Create room")
    page.goto(f"{site.url}/settings/account")
    expect_usable(page, "Sign out")


def test_reduced_motion_stands_still(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Calm")
    page = windows.open(address(room), person=hanako, reduced_motion="reduce")
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(LONGEST) <= 1
    page.keyboard.press("Escape")
    page.get_by_role("button", name="1 member").click()
    expect(page.get_by_role("complementary", name="Members")).to_be_visible()
    assert page.evaluate(LONGEST) <= 1


def expect_usable(page: Page, button: str) -> None:
    """The whole button can be scrolled to, and nothing sticks out."""
    target = page.get_by_role("button", name=button, exact=True).last
    target.scroll_into_view_if_needed()
    expect(target).to_be_in_viewport(ratio=1)
    expect_nothing_sticks_out(page)


def expect_nothing_sticks_out(page: Page) -> None:
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.evaluate(STICKS_OUT) == []
