"""A room of many: who is in it can be read to the last one, and opening the list draws no more than a screen or two."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from lab.browser.screens import address
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.process import wait_until
from lab.servers.site import Site

MEMBERS = 1_200
# At a time, the reader's own row among them.
DRAWN = 100

# Straight into the database: by its calls it would take minutes.
FILL = """
from accounts.models import User
from chat.models import Membership, Room
room = Room.objects.get(pk={room})
crowd = User.objects.bulk_create(
    [User(username=f"guest{{n}}", username_key=f"guest{{n}}", display_name=f"Guest {{n:04}}") for n in range({count})]
)
Membership.objects.bulk_create([Membership(room=room, user=user, rev=room.rev) for user in crowd])
Room.objects.filter(pk=room.pk).update(member_count=room.member_count + {count})
"""


def test_the_members_of_a_large_room_are_drawn_as_far_as_one_scrolls(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Plaza")
    site.manage("shell", "-c", FILL.format(room=room["id"], count=MEMBERS))
    page = windows.open(address(room), person=hanako)
    page.get_by_role("button", name="1,201 members").click()
    panel = page.get_by_role("complementary", name="Members")
    guests = panel.get_by_role("listitem").filter(has_text="Guest")
    expect(guests.first).to_be_visible()
    assert guests.count() < DRAWN
    guests.first.hover()
    for reached in range(2 * DRAWN, MEMBERS + 1, DRAWN):
        scroll_until(page, guests.nth(reached - 2).is_visible)
    last = guests.filter(has_text=f"Guest {MEMBERS - 1:04}")
    scroll_until(page, lambda: last.evaluate("(row) => row.getBoundingClientRect().bottom <= innerHeight"))


def scroll_until(page: Page, condition: Callable[[], bool]) -> None:
    """The wheel moves nothing where the browser has not laid out the rows that came last."""

    def scrolled() -> bool:
        page.mouse.wheel(0, 100_000)
        return condition()

    wait_until(scrolled, what="the end of the list")
