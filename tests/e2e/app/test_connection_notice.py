"""What says that the connection is lost moves nothing and covers no control."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message, settle
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site

LOST = "ERR_INTERNET_DISCONNECTED|WebSocket"
NOTICED_WITHIN = 20_000


def test_in_a_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen")
    hanako.say(room, "tea?")
    page = windows.open(address(room), person=hanako, **PHONE)
    expect(message(page, "tea?")).to_be_visible()
    things = [page.locator("main header"), message(page, "tea?"), composer(page)]
    arrive(page)
    before = [place(thing) for thing in things]
    lose_the_connection(page, windows)
    expect(page.get_by_title("Offline")).to_be_in_viewport()
    assert [place(thing) for thing in things] == before
    assert place(page.get_by_title("Offline"))["y"] + 24 <= place(composer(page))["y"]


def test_on_a_page_without_a_composer(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    page = windows.open("/settings", person=newcomer(site), **PHONE)
    expect(page.get_by_role("link", name="Devices")).to_be_visible()
    things = [page.get_by_role("heading", level=1), page.get_by_role("link", name="Devices")]
    arrive(page)
    before = [place(thing) for thing in things]
    lose_the_connection(page, windows)
    header = place(page.locator("main header"))
    assert place(page.get_by_role("status"))["y"] >= header["y"] + header["height"]
    assert [place(thing) for thing in things] == before
    # The list below it can be pressed.
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()


def arrive(page: Page) -> None:
    """Nothing moves any more by itself, neither with a font that comes nor with the connection."""
    expect(page.get_by_role("status").filter(has_text="Connecting")).to_have_count(0)
    page.evaluate("document.fonts.ready")
    settle(page)


def lose_the_connection(page: Page, windows: Windows) -> None:
    windows.expect(LOST)
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="Offline")).to_be_visible(timeout=NOTICED_WITHIN)


def place(thing: Locator) -> dict[str, int]:
    box: Any = thing.bounding_box()
    return {side: round(length) for side, length in box.items()}
