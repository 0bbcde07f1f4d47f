"""The queue of socket messages to rooms that somebody else holds, with a thread of its own.

While one message of a room waits here, later ones of that room follow it, so that none overtakes another:
docs/decisions/data/held-rooms.md.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import OperationalError

from chat.services import held_rooms
from chat.services.messages.storing import NewMessage, Outcome, Sent, send_together, send_where_free
from core.db.batching import LATER, Later, Together
from core.db.postgresql.errors import is_lock_timeout

# Seconds: slightly longer than PostgreSQL lets a transaction idle.
LONGEST_WAIT = 7.0
MOST_WAITING = 1_000


class Waiting(NamedTuple):
    message: NewMessage
    since: float

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.since > LONGEST_WAIT


# The number of messages waiting for each room.
_waiting_for: Counter[int] = Counter()


def is_waited_for(room_id: int) -> bool:
    return room_id in _waiting_for


def send(message: NewMessage) -> Awaitable[Sent]:
    """Store a message when its room is free. The awaitable raises Problem `unavailable` when the room stays locked. The
    call raises it when too many messages wait."""
    if _waiting_for.total() >= MOST_WAITING:
        raise held_rooms.busy()
    _waiting_for[message.room_id] += 1
    return asyncio.ensure_future(_sent_late(message))


async def _sent_late(message: NewMessage) -> Sent:
    try:
        return await _queue.ask(Waiting(message, time.monotonic()))
    finally:
        _waiting_for[message.room_id] -= 1
        if not _waiting_for[message.room_id]:
            del _waiting_for[message.room_id]


def store(waiting: Sequence[Waiting]) -> list[Outcome | Later]:
    outcomes = _store_free(waiting)
    if all(outcome is LATER for outcome in outcomes):
        outcomes = _wait_for_first(waiting)
    return [
        held_rooms.busy() if outcome is LATER and one.is_over else outcome
        for one, outcome in zip(waiting, outcomes, strict=True)
    ]


def _store_free(waiting: Sequence[Waiting]) -> list[Outcome | Later]:
    """Store the messages whose rooms are free by now."""
    chosen = _first_of_each_room(waiting)
    outcomes = send_where_free([waiting[index].message for index in chosen])
    for index, outcome in zip(chosen, outcomes, strict=True):
        if outcome is not LATER:
            held_rooms.forget(waiting[index].message.room_id)
    return _spread(outcomes, chosen, waiting)


def _first_of_each_room(waiting: Sequence[Waiting]) -> list[int]:
    """Indexes of the messages for one transaction. Each room gets an equal share, in order: no message overtakes an
    earlier one of its room."""
    rooms = Counter(one.message.room_id for one in waiting)
    share = max(1, settings.MESSAGES_PER_TRANSACTION // len(rooms))
    taken: Counter[int] = Counter()
    chosen = []
    for index, one in enumerate(waiting):
        taken[one.message.room_id] += 1
        if taken[one.message.room_id] <= share:
            chosen.append(index)
    return chosen


def _wait_for_first(waiting: Sequence[Waiting]) -> list[Outcome | Later]:
    """Wait for the room that has waited longest, until the database's `lock_timeout`."""
    room_id = waiting[0].message.room_id
    chosen = [index for index, one in enumerate(waiting) if one.message.room_id == room_id]
    chosen = chosen[: settings.MESSAGES_PER_TRANSACTION]
    try:
        outcomes: Sequence[Outcome | Later] = send_together([waiting[index].message for index in chosen])
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        outcomes = [LATER] * len(chosen)
    return _spread(outcomes, chosen, waiting)


def _spread(
    outcomes: Sequence[Outcome | Later], chosen: Sequence[int], waiting: Sequence[Waiting]
) -> list[Outcome | Later]:
    spread: list[Outcome | Later] = [LATER] * len(waiting)
    for index, outcome in zip(chosen, outcomes, strict=True):
        spread[index] = outcome
    return spread


_queue: Together[Waiting, Sent] = Together("store held messages", store, most=MOST_WAITING)
