"""Somebody hides a person for themselves: on all of their devices, and for nobody else."""

import re

from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

FOLDED = "Message by a person whom you hide"


def test_messages_are_folded_until_they_are_shown(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    kenji.say(room, "First kettle")
    kenji.say(room, "Second kettle")
    page = windows.open(address(room), person=hanako)
    phone = windows.open(address(room), person=hanako)
    his = windows.open(address(room), person=kenji)
    expect(message(phone, "First kettle")).to_be_visible()
    message(page, "First kettle").get_by_role("button", name=kenji.display_name).click()
    card = page.get_by_role("dialog", name=kenji.display_name)
    card.get_by_role("button", name="Hide").click()
    expect(card).to_be_hidden()
    for window in (page, phone):
        expect(message(window, FOLDED)).to_have_count(2)
        expect(window.get_by_text("kettle")).to_have_count(0)
    expect(message(his, "First kettle")).to_be_visible()
    expect(composer(his)).to_be_visible()
    expect_accessible(page)

    page.get_by_role("button", name=re.compile("^Show this message by")).first.click()
    expect(message(page, "First kettle")).to_be_visible()
    expect(message(page, FOLDED)).to_have_count(1)
    kenji.say(room, "Third kettle")
    expect(message(page, FOLDED)).to_have_count(2)
    # No message shows for a moment before the server has said who is hidden.
    page.reload()
    expect(message(page, FOLDED)).to_have_count(3)
    expect(page.get_by_text("kettle")).to_have_count(0)

    page.goto(f"{site.url}/settings/safety")
    hidden = page.get_by_role("region", name="Hidden people")
    expect(hidden).to_contain_text(f"@{kenji.username}")
    expect_accessible(page)
    hidden.get_by_role("button", name=f"Show again: {kenji.display_name}").press("Enter")
    expect(hidden).to_contain_text("You hide nobody.")
    expect(message(phone, "Third kettle")).to_be_visible()
    page.goto(site.url + address(room))
    expect(message(page, "First kettle")).to_be_visible()
