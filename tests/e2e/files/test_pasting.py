"""Somebody pastes a screenshot, and others see it."""

from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from tests.e2e.files.attaching import attached, files_of, paste, png, send


def test_a_pasted_screenshot_is_seen_by_others(windows: Windows, outsider: Person, newcomer: Newcomer) -> None:
    kenji = newcomer(outsider.site)
    room = outsider.create_room("Screens", kenji)
    page, other = windows.open(address(room), person=outsider), windows.open(address(room), person=kenji)
    paste(composer(page), png())
    expect(attached(page)).to_have_count(1)
    composer(page).fill("Look at this")
    send(page)
    for window in (page, other):
        expect(message(window, "Look at this").get_by_role("img").first).to_be_visible()
    expect(attached(page)).to_have_count(0)
    [file] = files_of(outsider, room, "Look at this")
    assert file["kind"] == "photo"
    assert file["name"].startswith("Pasted picture")
