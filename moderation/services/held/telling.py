"""Tell people what becomes of held messages."""

from collections.abc import Iterable

from chat import events
from chat.models import Room
from moderation.models import HeldMessage
from moderation.payloads import rules as shapes
from moderation.protocol.held import HeldChanged, HeldWaiting
from moderation.selectors.held import deciders_of, waiting_in


def changed(rows: Iterable[HeldMessage]) -> None:
    """Tell authors, and those who decide, of rows that wait, or wait no more."""
    rooms: dict[int, Room] = {}
    for row in rows:
        rooms[row.room_id] = row.room
        events.tell_people({row.author_id: HeldChanged.of(shapes.held(row))})
    waiting, deciders = waiting_in(rooms), deciders_of(rooms.values())
    for room_id in rooms:
        frame = HeldWaiting(room_id, waiting.get(room_id, 0))
        events.tell_people(dict.fromkeys(deciders.get(room_id, ()), frame), room_id=room_id)
