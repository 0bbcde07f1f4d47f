"""What a reconciliation hands to a socket that missed something. tests/chat/socket/faults/ holds the whole of it."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from chat.socket.delivered_revs import DeliveredRevs
from chat.socket.reconcile import Standing, _missed

KENJI, KITCHEN, GARDEN = 1, 12, 13


def socket(told_until: int) -> Any:
    identity = SimpleNamespace(session_id=uuid4(), user=SimpleNamespace(pk=KENJI))
    own = SimpleNamespace(told=DeliveredRevs(told_until), failures=0)
    return SimpleNamespace(identity=identity, own=own, rooms=set(), only_room=None)


def test_a_room_whose_start_is_repeated_is_not_told_as_a_difference_too() -> None:
    started = {"type": "membership.started", "room": KITCHEN, "me": 5, "read_back": True}
    standing = Standing({}, {KENJI: 5}, {KENJI: [started]}, {KENJI: {KITCHEN, GARDEN}})
    events = list(_missed(socket(told_until=4), set(), standing))
    assert events == [
        started,
        {"type": "own.complete", "me": 5, "failures": 0},
        {"type": "membership.started", "room": GARDEN, "as_of": 5},
    ]


def test_a_read_marker_of_a_room_leaves_the_difference() -> None:
    read = {"type": "frame", "room": KITCHEN, "frame": "", "me": 5}
    standing = Standing({}, {KENJI: 5}, {KENJI: [read]}, {KENJI: {KITCHEN}})
    events = list(_missed(socket(told_until=4), set(), standing))
    assert events[-1] == {"type": "membership.started", "room": KITCHEN, "as_of": 5}
