"""Coming back: a window that was left open catches up by itself with whatever happened meanwhile."""

import pytest
from playwright.sync_api import expect

from lab.browser.screens import address, composer, message, more, open_room, say
from lab.browser.windows import Windows
from lab.clients.person import Person
from lab.servers.site import Site

# More changes than one answer of sync holds, in rooms that each fit into one.
ROOMS, MISSED = 6, 450
SAY = """
from uuid import uuid4
from accounts.models import User
from chat.services.messages.storing import NewMessage, send_together
author = User.objects.get(username="hanako")
for room in {rooms}:
    send_together([NewMessage(author, room, uuid4(), f"missed {{number + 1}}") for number in range({missed})])
"""
BACK_WITHIN = 20_000  # the longest wait between two attempts is 15 s
CAUGHT_UP_WITHIN = 60_000  # no promise for as much as this
# A server that is away refuses connections, and the app says so in the console.
REFUSED = r"ERR_CONNECTION_REFUSED|WebSocket connection to .* failed"


def test_a_window_far_behind_in_many_rooms_catches_up_in_all(fresh_site: Site, windows: Windows) -> None:
    windows.expect(REFUSED)
    hanako = Person.set_up(fresh_site)
    rooms = [hanako.create_room(f"Room {number}") for number in range(ROOMS)]
    for room in rooms:
        hanako.say(room, "before")
    page = windows.open(address(rooms[0]), person=hanako)
    for room in rooms:
        open_room(page, room["name"])
        expect(message(page, "before")).to_be_visible()

    fresh_site.stop()
    fresh_site.manage("shell", "-c", SAY.format(rooms=[room["id"] for room in rooms], missed=MISSED))
    fresh_site.start()

    for room in reversed(rooms):
        open_room(page, room["name"])
        expect(message(page, f"missed {MISSED}")).to_be_visible(timeout=CAUGHT_UP_WITHIN)


@pytest.mark.timed
def test_what_was_written_meanwhile_is_sent_after_a_restart(fresh_site: Site, windows: Windows) -> None:
    windows.expect(REFUSED)
    hanako = Person.set_up(fresh_site)
    room = hanako.create_room("Back soon")
    page = windows.open(address(room), person=hanako)
    say(page, "before")
    fresh_site.stop()
    text = "written while the server was away"
    composer(page).fill(text)
    composer(page).press("Enter")
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    fresh_site.start()
    expect(page.get_by_text("Waiting", exact=True)).to_have_count(0, timeout=BACK_WITHIN)
    # Connected again, the page says no longer that it waits, and sends.
    message(page, text).hover()
    expect(more(message(page, text))).to_be_visible()
    history = hanako.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()
    assert [each["text"] for each in history["messages"]] == ["before", text]
