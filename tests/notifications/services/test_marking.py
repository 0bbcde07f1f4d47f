"""What is done: by reading in the room, or in the inbox."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.services.personal import read_markers, reading
from chat.services.rooms import joining, memberships
from notifications.services import marking
from tests.chat.hearth import Hearth
from tests.notifications.told import ids, inbox, tell
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def states(hearth: Hearth) -> list[bool]:
    """The newest first."""
    return [done for _, _, done in inbox(hearth.member)]


def read(hearth: Hearth, seq: int) -> None:
    reading.advance(by=hearth.member, room_id=hearth.id, seq=seq)


def test_read_in_the_room_is_done(hearth: Hearth) -> None:
    messages = [hearth.say(f"@yuki {at}") for at in range(3)]
    read(hearth, messages[1].seq)
    assert states(hearth) == [False, True, True]
    read_markers.mark_unread(by=hearth.member, room_id=hearth.id, seq=messages[0].seq)
    assert states(hearth) == [False, False, False]


def test_read_before_it_is_told(hearth: Hearth) -> None:
    read(hearth, hearth.say("@yuki").seq)
    assert states(hearth) == [True]


def test_done_and_undone_by_hand(hearth: Hearth) -> None:
    for at in range(3):
        hearth.say(f"@yuki {at}")
    tell()
    newest, middle, oldest = ids(hearth.member)
    assert marking.mark_done(by=hearth.member, ids=[middle]).number == 2
    assert marking.mark_done(by=hearth.member, ids=[middle]).number == 2
    assert states(hearth) == [False, True, False]
    assert marking.mark_undone(by=hearth.member, ids=[middle, newest]).number == 3
    assert states(hearth) == [False, False, False]
    assert marking.mark_done(by=hearth.member).number == 0
    assert marking.mark_undone(by=hearth.member, ids=[oldest]).number == 1
    assert states(hearth) == [True, True, False]


def test_where_nothing_is_undone_nothing_is_written(hearth: Hearth) -> None:
    """Not even a transaction begins."""
    read(hearth, hearth.say("@yuki").seq)
    tell()
    with CaptureQueriesContext(connection) as asked:
        marking.mark_done(by=hearth.member)
    assert [query["sql"] for query in asked.captured_queries if not query["sql"].startswith("SELECT")] == []


def test_undone_until_the_next_reading(hearth: Hearth) -> None:
    read(hearth, hearth.say("@yuki").seq)
    tell()
    assert marking.mark_undone(by=hearth.member, ids=ids(hearth.member)).number == 1
    assert states(hearth) == [False]
    read(hearth, hearth.say("more").seq)
    assert states(hearth) == [True]


def test_done_stays_done_where_the_room_is_marked_as_unread(hearth: Hearth) -> None:
    message = hearth.say("@yuki")
    tell()
    marking.mark_done(by=hearth.member)
    read(hearth, message.seq)
    read_markers.mark_unread(by=hearth.member, room_id=hearth.id, seq=message.seq)
    assert states(hearth) == [True]


def test_items_of_others_stay(hearth: Hearth) -> None:
    hearth.say("@yuki @kenji")
    tell()
    for call in (marking.mark_done, marking.mark_undone):
        call(by=hearth.moderator, ids=ids(hearth.member))
        assert states(hearth) == [False]
    marking.mark_done(by=hearth.moderator)
    assert states(hearth) == [False]


def test_nothing_of_a_room_that_one_left(hearth: Hearth) -> None:
    hearth.say("@yuki")
    tell()
    present = ids(hearth.member)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    assert inbox(hearth.member) == []
    assert marking.mark_undone(by=hearth.member, ids=present).number == 0
    joining.join(by=hearth.member, room_id=hearth.id)
    assert states(hearth) == [False]


def test_all_that_was_shown(hearth: Hearth) -> None:
    """What came meanwhile stays undone."""
    for at in range(3):
        hearth.say(f"@yuki {at}")
    tell()
    _, newest_shown, _ = ids(hearth.member)
    for _ in range(2):
        assert Api(hearth.member).post("inbox/done/", {"all": True, "up_to": newest_shown}).body["unread"] == 1
    assert states(hearth) == [False, True, True]


def test_up_to_an_item_of_somebody_else(hearth: Hearth) -> None:
    hearth.say("@yuki")
    hearth.say("@kenji")
    tell()
    (theirs,) = ids(hearth.moderator)
    assert marking.mark_done(by=hearth.member, up_to=theirs).number == 0
    assert [done for _, _, done in inbox(hearth.moderator)] == [False]
