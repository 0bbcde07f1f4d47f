"""What a socket makes of events about its own person that come late. The order is given here, since no fault brings it about every time."""

import asyncio
from typing import Any

import pytest

from chat.socket.connected_sockets import connected_sockets
from chat.socket.own_delivery import OwnDelivery
from chat.socket.own_events import OWN_EVENTS

ROOM = 7


class Socket:
    """As much of a consumer as these events need."""

    only_room = None

    def __init__(self) -> None:
        self.rooms = {ROOM}
        self.own = OwnDelivery(self, OWN_EVENTS)  # type: ignore[arg-type]
        self.told: list[Any] = []

    def carries(self, room_id: int) -> bool:
        return True

    async def unsubscribe(self, room_ids: list[int]) -> None:
        self.rooms.difference_update(room_ids)

    async def reply(self, frame: Any) -> None:
        self.told.append(frame)

    def handle(self, **event: Any) -> None:
        asyncio.run(self.own.handle(event))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The looks at the database that were asked for."""
    asked: list[str] = []
    monkeypatch.setattr(connected_sockets, "reconcile_unsure", lambda: asked.append("reconcile"))
    return asked


def test_an_end_that_was_read_before_a_later_start_ends_nothing(calls: list[str]) -> None:
    socket = Socket()
    assert socket.own.is_newest(ROOM, 13)  # a start that this socket was told of

    socket.handle(type="membership.ended", room=ROOM, as_of=12)

    assert socket.rooms == {ROOM}
    assert socket.told == []


def test_an_end_that_is_news_ends_and_is_looked_at_again(calls: list[str]) -> None:
    socket = Socket()
    assert socket.own.is_newest(ROOM, 12)

    socket.handle(type="membership.ended", room=ROOM, as_of=12)

    assert socket.rooms == set()
    assert [frame.room for frame in socket.told] == [ROOM]
    # Between the reading and the telling somebody may have come back.
    assert (socket.own.is_unsure, calls) == (True, ["reconcile"])
