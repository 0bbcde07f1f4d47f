"""On a phone each room of the list has its newest message, loaded for the rows in view and kept by frames."""

import re
from urllib.parse import unquote

from playwright.sync_api import expect

from lab.browser.screens import room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

LATEST = re.compile("/api/rooms/latest/.rooms=(.*)")


def test_the_newest_message_of_each_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    rooms = [hanako.create_room(f"Room {number:02} 囲炉裏", kenji, kind="private") for number in range(60)]
    # The room where somebody spoke last comes first.
    for room in reversed(rooms):
        hanako.say(room, "The **kettle** is on")
    page = windows.open("/healthz", person=kenji, **PHONE)
    asked: list[str] = []  # the ids
    page.on("request", lambda request: asked.extend(LATEST.findall(unquote(request.url))))
    page.goto(site.url)
    first, last = room_link(page, "Room 00 囲炉裏"), room_link(page, "Room 59 囲炉裏")
    expect(first).to_contain_text("The kettle is on")
    expect(first).to_contain_text(hanako.display_name)
    assert asked
    assert str(rooms[59]["id"]) not in re.findall(r"\d+", " ".join(asked))
    last.scroll_into_view_if_needed()
    expect(last).to_contain_text("The kettle is on")
    expect_accessible(page)

    first.scroll_into_view_if_needed()
    count = len(asked)
    said = hanako.say(rooms[0], "and the tea is ready")
    expect(first).to_contain_text("and the tea is ready")
    expect(first).to_contain_text("2 unread")
    hanako.http.delete(f"messages/{said['id']}/").raise_for_status()
    expect(first).to_contain_text("This message was deleted")
    kenji.say(rooms[0], "mine")
    expect(first).to_contain_text("You: mine")
    assert len(asked) == count
