"""Fifty thousand messages of every height: however one reads through them, the line under the pointer stands still."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message
from lab.browser.waiting import repeat_in
from lab.browser.windows import Windows
from lab.clients.person import Json, Person
from lab.servers.site import Site
from tests.e2e.messages.test_history import feed, rest

MESSAGES = 50_000
# What one may not see: a pixel is what rounding does.
STILL = 1.5

# Straight into the database: by its calls it would take minutes.
FILL = """
import uuid
from chat.models import Membership, Message, Room
from accounts.models import User
room, author = Room.objects.get(pk={room}), User.objects.get(pk={author})
def text(seq):
    long = "a line {{}} " + "that goes on and on " * 12
    kinds = ["short {{}}", long, "- one {{}}\\n- two\\n- three", "```\\ncode {{}}\\nmore\\n```", "> q\\n\\na {{}}"]
    return kinds[seq % 5].format(f"no. {{seq:05}}")
Message.objects.bulk_create(
    [Message(room=room, seq=n, rev=room.rev + n, author=author, nonce=uuid.uuid4(), text=text(n)) for n in range(1, {count} + 1)],
    batch_size=2000,
)
Room.objects.filter(pk=room.pk).update(rev=room.rev + {count}, last_seq={count})
Membership.objects.filter(room=room).update(last_read_seq={count})
"""

# From frame to frame: how far the message under the pointer moved, and the farthest it ever went against the wheel.
WATCH = """([x, y]) => {
  const seen = (window.seen = { travel: 0, up: 0, down: 0, blank: 0, frames: 0 });
  let [row, top] = [null, 0];
  const look = () => {
    if (row?.isConnected) {
      const moved = row.getBoundingClientRect().top - top;
      seen.travel += moved;
      seen.up = Math.max(seen.up, -moved);
      seen.down = Math.max(seen.down, moved);
    }
    row = document.elementFromPoint(x, y)?.closest("article") ?? null;
    if (!row) seen.blank++;
    top = row?.getBoundingClientRect().top ?? 0;
    seen.frames++;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
NEXT_FRAME = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
# The same, and then how far WATCH saw the messages move.
TRAVELLED = f"{NEXT_FRAME}.then(() => Math.abs(window.seen.travel))"
THROUGH_WITHIN = 120
PLACE = (640, 420)


@dataclass
class Archive:
    reader: Person
    friend: Person
    room: Json


@pytest.fixture(scope="module")
def archive(embedded_server: Site) -> Archive:
    reader, friend = (Person.register(embedded_server, name) for name in ("archivist", "chronicler"))
    room = reader.create_room("Archive", friend, kind="private")
    embedded_server.manage("shell", "-c", FILL.format(room=room["id"], author=friend.id, count=MESSAGES))
    return Archive(reader, friend, room)


@pytest.fixture
def page(windows: Windows, archive: Archive) -> Page:
    return windows.open(address(archive.room), person=archive.reader)


def test_scrolling_back_never_goes_the_other_way(page: Page) -> None:
    expect(message(page, "no. 50000")).to_be_in_viewport()
    page.mouse.move(*PLACE)
    page.evaluate(WATCH, list(PLACE))
    turned = turn_through(page, -300, distance=30_000)
    seen = page.evaluate("window.seen")
    assert seen["up"] <= STILL, seen
    assert seen["blank"] == 0, seen
    # A page that came and pushed would add to what the wheel did.
    assert seen["travel"] <= turned + STILL, seen


def test_the_middle_is_one_link_away_and_both_ways_lead_on(page: Page, site: Site, archive: Archive) -> None:
    page.goto(f"{site.url}{address(archive.room)}/25000")
    expect(message(page, "no. 25000")).to_be_in_viewport()
    rest(page)
    page.mouse.move(*PLACE)
    page.evaluate(WATCH, list(PLACE))
    turn(page, 300, times=60)
    seen = page.evaluate("window.seen")
    assert seen["down"] <= STILL, seen
    assert seen["blank"] == 0, seen
    turn(page, -300, times=120)
    assert page.evaluate("window.seen")["blank"] == 0
    page.get_by_role("button", name="Latest messages").click()
    expect(message(page, "no. 50000")).to_be_in_viewport()


def test_nothing_moves_while_others_write_react_and_edit(page: Page, archive: Archive) -> None:
    expect(message(page, "no. 50000")).to_be_in_viewport()
    page.mouse.move(*PLACE)
    turn(page, -300, times=8)
    page.evaluate(WATCH, list(PLACE))
    newest = archive.friend.say(archive.room, "one more")
    archive.friend.http.put(f"messages/{newest['id']}/reactions/🍵/").raise_for_status()
    archive.friend.http.patch(f"messages/{newest['id']}/", json={"text": "one\n\nmore"}).raise_for_status()
    expect(page.get_by_role("button", name="1 new message")).to_be_visible()
    rest(page)
    seen = page.evaluate("window.seen")
    assert max(seen["up"], seen["down"]) <= STILL, seen


def test_a_window_of_another_size_keeps_the_place(page: Page, site: Site, archive: Archive) -> None:
    page.goto(f"{site.url}{address(archive.room)}/25000")
    expect(message(page, "no. 25000")).to_be_in_viewport()
    rest(page)
    for width, height in ((900, 800), (900, 500), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        expect(message(page, "no. 25000")).to_be_in_viewport()


def turn(page: Page, pixels: int, *, times: int) -> None:
    """The wheel, a notch in every other frame."""
    for _ in range(times):
        page.mouse.wheel(0, pixels)
        page.evaluate(NEXT_FRAME)
    expect(feed(page)).to_have_attribute("aria-busy", "false")
    rest(page)


def turn_through(page: Page, pixels: int, *, distance: int) -> int:
    """The wheel until what WATCH sees has moved this far. Returns the pixels that the wheel was turned.

    They may be more: a notch at the end of what is loaded moves nothing.
    """
    notches = 0

    def notch() -> None:
        nonlocal notches
        page.mouse.wheel(0, pixels)
        notches += 1

    repeat_in(page, notch, lambda: page.evaluate(TRAVELLED) > distance, f"{distance} pixels", seconds=THROUGH_WITHIN)
    turn(page, pixels, times=0)
    return notches * abs(pixels)
