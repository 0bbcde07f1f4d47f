"""A message has an address; forwarding is writing it, with that address, into another room."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.messages.test_composer import expect_stored
from tests.e2e.messages.test_threads import reply, thread


def test_a_link_opens_the_room_at_the_message(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = long_talk(hanako, kenji)
    page = windows.open(f"{address(room)}/20", person=kenji)
    expect(message(page, "line 020")).to_be_in_viewport()
    expect(message(page, "line 020")).to_be_focused()
    expect(message(page, "line 150")).not_to_be_in_viewport()

    page.get_by_role("button", name="Latest messages").click()
    expect(message(page, "line 150")).to_be_in_viewport()
    kenji.say(room, f"as said: {site.url}{address(room)}/40")
    page.get_by_role("link", name="/40").click()
    expect(message(page, "line 040")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("button", name="Latest messages").click()
    page.get_by_role("link", name="/40").click()
    expect(message(page, "line 040")).to_be_in_viewport()


def test_a_link_to_nowhere_says_so(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, outsider = newcomer(site), newcomer(site)
    room = hanako.create_room("Short", kind="private")
    hanako.say(room, "all there is")
    page = windows.open(f"{address(room)}/999", person=hanako)
    expect(page.get_by_text("This message is not in this room.")).to_be_visible()
    expect(message(page, "all there is")).to_be_in_viewport()
    page = windows.open(f"{address(room)}/1", person=outsider)
    expect(page.get_by_role("heading", name="This room does not exist, or you are not in it")).to_be_visible()


def test_the_link_of_a_message_is_copied_by_a_key(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Short")
    hanako.say(room, "worth keeping")
    page = windows.open(address(room), person=hanako, permissions=["clipboard-read", "clipboard-write"])
    message(page, "worth keeping").focus()
    page.keyboard.press("l")
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{address(room)}/1"
    page.keyboard.press("c")
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "worth keeping"


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_the_link_of_a_reply_opens_its_thread_there(
    site: Site, windows: Windows, newcomer: Newcomer, options: dict[str, Any]
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    root = hanako.say(room, "dinner plans")
    for number in range(2, 130):
        reply(hanako, room, root, f"dish {number:03}")
    hanako.say(room, "the day after")
    page = windows.open(address(room), person=kenji, permissions=["clipboard-read", "clipboard-write"], **options)
    expect(message(page, "the day after")).to_be_visible()

    # As links were copied before they named the thread.
    page.goto(f"{site.url}{address(room)}/20")
    expect(message(thread(page), "dish 020")).to_be_in_viewport()
    expect(message(thread(page), "dish 020")).to_be_focused()
    expect(page.get_by_text("This message is not in this room.")).to_have_count(0)
    page.keyboard.press("l")
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")

    page.goto(f"{site.url}{address(room)}")
    kenji.say(room, f"as said: {link}")
    page.get_by_role("link", name=link).click()
    expect(message(thread(page), "dish 020")).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(thread(page)).to_have_count(0)
    expect(message(page, "as said")).to_be_in_viewport()


def test_what_a_linked_reply_answers_is_in_view_beside_it(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    root = hanako.say(room, "dinner plans")
    reply(hanako, room, root, "noodles")
    for number in range(1, 101):
        hanako.say(room, f"line {number:03}")
    hanako.http.post(f"rooms/{room['id']}/read/", json={"seq": 102}).raise_for_status()
    page = windows.open(f"{address(room)}/2?thread={root['id']}", person=hanako)
    expect(message(thread(page), "noodles")).to_be_focused()
    expect(message(page.get_by_role("feed", name="Messages in Kitchen"), "dinner plans")).to_be_in_viewport()


def test_a_link_to_a_reply_that_is_not_there_says_so(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    root = hanako.say(room, "dinner plans")
    reply(hanako, room, root, "noodles")
    page = windows.open(f"{address(room)}/999?thread={root['id']}", person=hanako)
    expect(page.get_by_text("This message is not in this room.")).to_be_visible()
    expect(thread(page)).to_contain_text("noodles")


def test_forwarding_leads_back_to_where_it_was_said(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    kitchen = hanako.create_room("Kitchen", kenji, kind="private")
    garden = hanako.create_room("Garden", kenji, kind="private")
    hanako.say(kitchen, "the kettle\nis on")
    page = windows.open(address(kitchen), person=kenji)
    message(page, "the kettle").focus()
    page.keyboard.press("f")
    expect(page.get_by_role("combobox", name="Forward to a room or person")).to_be_focused()
    page.keyboard.type("gard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Garden", level=1)).to_be_visible()
    expect(composer(page)).to_have_value(re.compile("the kettle"))
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Enter")
    forwarded = message(page, "the kettle")
    expect(forwarded.get_by_role("blockquote")).to_contain_text("is on")
    forwarded.get_by_role("link", name=hanako.display_name).click()
    expect(page.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()
    expect(message(page, "the kettle")).to_be_focused()
    expect_stored(kenji, garden, f"> the kettle\n> is on\n\n[{hanako.display_name}]({site.url}{address(kitchen)}/1)")


def long_talk(author: Person, *members: Person) -> Json:
    room = author.create_room("Long talk", *members, kind="private")
    for number in range(1, 151):
        author.say(room, f"line {number:03}")
    for person in (author, *members):
        person.http.post(f"rooms/{room['id']}/read/", json={"seq": 150}).raise_for_status()
    return room
