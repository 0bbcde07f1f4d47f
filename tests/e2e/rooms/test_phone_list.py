"""On a phone each room of the list has its newest message, loaded for the rows in view and kept by frames."""

from playwright.sync_api import expect

from lab.browser.screens import room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_the_newest_message_of_each_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    rooms = [hanako.create_room(f"Room {number:02}", kenji, kind="private") for number in range(60)]
    for room in (rooms[0], rooms[59]):
        hanako.say(room, "The **kettle** is on")
    page = windows.open("/healthz", person=kenji, **PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/rooms/latest/" in request.url else None)
    page.goto(site.url)
    first, last = room_link(page, "Room 00"), room_link(page, "Room 59")
    expect(first).to_contain_text(f"{hanako.display_name}: The kettle is on")
    assert not [url for url in asked if str(rooms[59]["id"]) in url]
    last.scroll_into_view_if_needed()
    expect(last).to_contain_text("The kettle is on")
    expect_accessible(page)

    first.scroll_into_view_if_needed()
    count = len(asked)
    said = hanako.say(rooms[0], "and the tea is ready")
    expect(first).to_contain_text(f"{hanako.display_name}: and the tea is ready")
    expect(first).to_contain_text("2 unread")
    hanako.http.delete(f"messages/{said['id']}/").raise_for_status()
    expect(first).to_contain_text("This message was deleted")
    kenji.say(rooms[0], "mine")
    expect(first).to_contain_text("You: mine")
    assert len(asked) == count
