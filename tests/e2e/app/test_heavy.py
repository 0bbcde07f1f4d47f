"""Rooms of the longest messages, and more rooms than one frame holds: the app goes on where an answer ends, until it has everything."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, room_list
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.e2e.messages.test_history import feed, rest, scroll
from tests.e2e.realtime.test_catching_up import REFUSED

MESSAGES, MISSED = 2000, 120
ROOMS = 1900
BACK_WITHIN = 60_000  # no promise for as much as this
AT_END = """(feed) => {
  const { scrollTop, clientHeight, scrollHeight } = feed.parentElement.parentElement;
  return scrollHeight - clientHeight - scrollTop < 2;
}"""

# Straight into the database, as a past. 10,000 characters each: words of three bytes, in lines that a browser can lay out.
FILL = """
import uuid
from chat.models import Membership, Message, Room
from accounts.models import User
room, author = Room.objects.get(pk={room}), User.objects.get(pk={author})
rest = ("囲炉裏の火 " * 16 + "\\n") * 110
for start in range(0, {count}, 200):
    Message.objects.bulk_create(
        Message(room=room, seq=room.last_seq + n, rev=room.rev + n, author=author, nonce=uuid.uuid4(),
                text=(f"no. {{room.last_seq + n:05}} " + rest)[:10_000])
        for n in range(start + 1, min(start + 200, {count}) + 1)
    )
Room.objects.filter(pk=room.pk).update(rev=room.rev + {count}, last_seq=room.last_seq + {count})
if {read}:
    Membership.objects.filter(room=room).update(last_read_seq=room.last_seq + {count})
"""
JOIN = """
from chat.models import Membership, Room
rooms = Room.objects.bulk_create(Room(name=f"{{n:04}} " + "🔥" * 70, topic="火" * 250) for n in range({count}))
Membership.objects.bulk_create(Membership(room=room, user_id={user}) for room in rooms)
"""
LEAVE = """
from chat.models import Membership
Membership.objects.filter(room__name__startswith="0007 ", user_id={user}).delete()
"""


@dataclass
class Scene:
    site: Site
    reader: Person
    friend: Person
    room: Json

    def fill(self, count: int, *, read: bool) -> None:
        script = FILL.format(room=self.room["id"], author=self.friend.id, count=count, read=read)
        self.site.manage("shell", "-c", script)


@pytest.fixture
def scene(fresh_site: Site, newcomer: Newcomer) -> Scene:
    reader = Person.set_up(fresh_site)
    friend = newcomer(fresh_site)
    scene = Scene(fresh_site, reader, friend, reader.create_room("Library", friend, kind="private"))
    scene.fill(MESSAGES, read=True)
    return scene


def oldest(page: Page) -> int:
    """The number of the first message that is drawn."""
    return int(page.get_by_role("article").first.inner_text().partition("no. ")[2][:5])


def scroll_back_to(page: Page, number: int) -> None:
    """With the wheel, as far as it takes."""
    for _ in range(400):
        if oldest(page) <= number:
            return
        scroll(page, -6000)
    raise AssertionError(f"stuck at no. {oldest(page)}")


def scroll_to_end(page: Page) -> None:
    """In as many turns of the wheel as it takes: rows that are measured on the way move the end."""
    for _ in range(50):
        scroll(page, 10_000_000)
        if feed(page).evaluate(AT_END):
            return
    raise AssertionError("the end is never reached")


@pytest.mark.timeout(300)
def test_a_room_of_the_longest_messages_opens_scrolls_and_catches_up(
    scene: Scene, fresh_site: Site, windows: Windows
) -> None:
    windows.expect(REFUSED)
    page = windows.open("/settings", person=scene.reader)
    pages: list[str] = []
    page.on("response", lambda answer: pages.append(answer.url) if "before=" in answer.url else None)
    page.goto(fresh_site.url + address(scene.room))
    expect(message(page, f"no. {MESSAGES:05}")).to_be_in_viewport(timeout=BACK_WITHIN)
    page.mouse.move(640, 420)
    scroll_back_to(page, MESSAGES - 100)
    assert len(pages) >= 2

    page.get_by_role("button", name="Latest messages").click()
    expect(message(page, f"no. {MESSAGES:05}")).to_be_in_viewport()
    rest(page)
    syncs = []
    page.on("response", lambda answer: syncs.append(answer.url) if answer.url.endswith("/api/sync/") else None)
    fresh_site.stop()
    scene.fill(MISSED, read=False)
    fresh_site.start()
    expect(message(page, f"no. {MESSAGES + MISSED:05}")).to_have_count(1, timeout=BACK_WITHIN)
    assert len(syncs) > 2, "one answer held it all"
    page.mouse.move(640, 420)
    scroll_to_end(page)
    expect(message(page, f"no. {MESSAGES + MISSED:05}")).to_be_in_viewport()
    scroll_back_to(page, MESSAGES - 5)
    expect(feed(page)).to_have_attribute("aria-busy", "false")


@pytest.mark.timeout(300)
def test_more_rooms_than_hello_holds_are_all_there_in_the_end(fresh_site: Site, windows: Windows) -> None:
    hanako = Person.set_up(fresh_site)
    fresh_site.manage("shell", "-c", JOIN.format(count=ROOMS, user=hanako.id))
    sizes: list[tuple[int, bool]] = []
    page = windows.open("/settings", person=hanako)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: _note(frame, sizes)))
    page.goto(f"{fresh_site.url}/")
    links = room_list(page).get_by_role("link")
    expect(links).to_have_count(1 + ROOMS, timeout=60_000)
    # The list of rooms may come before hello. An answer of the page lets its frames be noted.
    wait_until(lambda: page.evaluate("true") and bool(sizes), what="hello")
    assert all(size <= 2_000_000 for size, _ in sizes)
    assert not any(complete for _, complete in sizes)

    last = page.get_by_role("link", name="1899 ")
    last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1899")
    fresh_site.manage("shell", "-c", LEAVE.format(user=hanako.id))
    windows.expect(REFUSED)
    fresh_site.restart()
    expect(links).to_have_count(ROOMS, timeout=60_000)


def _note(frame: str | bytes, sizes: list[tuple[int, bool]]) -> None:
    text = frame if isinstance(frame, str) else frame.decode()
    if text.startswith('{"type":"hello"'):
        sizes.append((len(text.encode()), text.endswith('"complete":true}')))
