"""Replies: the marker of their room says nothing of them, since the room does not show them. A thread marks what it has shown."""

from typing import Any

import pytest

from chat.models import Message
from chat.services.personal import reading
from notifications.services import marking
from tests.chat.hearth import Hearth
from tests.notifications.told import ids, inbox, tell
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def replies(hearth: Hearth) -> list[Message]:
    """To a message of yuki's, in two threads."""
    roots = [hearth.say(f"Who makes tea? {at}", hearth.member) for at in range(2)]
    said = [hearth.say(f"I do {at}", thread=roots[at % 2].pk) for at in range(4)]
    tell()
    return said


def states(hearth: Hearth) -> list[bool]:
    """The oldest first."""
    return [done for _, _, done in reversed(inbox(hearth.member))]


def read(hearth: Hearth) -> None:
    reading.advance(by=hearth.member, room_id=hearth.id, seq=hearth.room.last_seq)


def done(hearth: Hearth, message: Message, user: str = "member") -> Any:
    replies = {"thread": message.thread_id, "seq": message.seq}
    return Api(hearth.person(user)).post("inbox/done/", {"replies": replies}).body


def test_reading_the_room_does_nothing_to_them(hearth: Hearth, replies: list[Message]) -> None:
    hearth.say("@yuki come")
    assert states(hearth) == [False] * 5
    read(hearth)
    assert states(hearth) == [False, False, False, False, True]


def test_a_thread_marks_what_it_has_shown(hearth: Hearth, replies: list[Message]) -> None:
    for _ in range(2):
        assert done(hearth, replies[2])["unread"] == 2
        assert states(hearth) == [True, False, True, False]
    assert done(hearth, replies[1])["unread"] == 1
    assert states(hearth) == [True, True, True, False]


def test_of_ones_own_inbox_alone(hearth: Hearth, replies: list[Message]) -> None:
    for other in ("moderator", "former", "stranger"):
        assert done(hearth, replies[3], other)["unread"] == 0
    assert states(hearth) == [False] * 4


def test_undone_it_stays_so(hearth: Hearth, replies: list[Message]) -> None:
    done(hearth, replies[2])
    marking.mark_undone(by=hearth.member, ids=ids(hearth.member))
    assert states(hearth) == [False] * 4
    read(hearth)
    assert states(hearth) == [False] * 4
    done(hearth, replies[2])
    assert states(hearth) == [True, False, True, False]


def test_nothing_else_of_the_room(hearth: Hearth, replies: list[Message]) -> None:
    hearth.say("@yuki come")
    done(hearth, replies[3])
    assert states(hearth) == [False, True, False, True, False]


@pytest.mark.parametrize(
    "body",
    [
        {"replies": {}},
        {"replies": {"thread": 1}},
        {"replies": {"thread": 0, "seq": 1}},
        {"replies": {"thread": 2**63, "seq": 1}},
        {"replies": {"thread": 1, "seq": 1}, "all": True},
        {"replies": {"thread": 1, "seq": 1}, "ids": [1]},
        {"replies": []},
        {"replies": None},
    ],
    ids=str,
)
def test_what_marks_nothing(hearth: Hearth, body: Any) -> None:
    assert Api(hearth.member).post("inbox/done/", body).refusal == (400, "invalid")
