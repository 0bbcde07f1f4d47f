"""The queue of every new message, from REST, sockets and bots.

What arrives while a transaction runs is stored together in the next one: docs/decisions/data/group-commit.md.

A message for a room that somebody else holds leaves the queue, so that it delays no other room. A socket's message then
waits in a second queue. While one message of a room waits there, later ones of that room follow it, so that none
overtakes another. A message by REST does not wait: docs/decisions/data/held-rooms.md.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.db import OperationalError

from chat.services import held_rooms
from chat.services.messages.storing import NewMessage, Sent, send_together, send_where_free
from core.db.batching import LATER, Later, Together
from core.db.postgresql.errors import is_lock_timeout
from core.problems import Problem

# Seconds: slightly longer than PostgreSQL lets a transaction idle.
LONGEST_WAIT = 7.0
MOST_WAITING = 1_000


class Held(Enum):
    """The outcome of a message to a locked room: it is not stored yet."""

    HELD = "held"


HELD = Held.HELD


def send(message: NewMessage) -> Sent:
    """Store a message once, however often it is sent. It blocks its thread, so it does not wait for a locked room.

    Raises Problem `not_found`, `text_empty`, `text_too_long`, `nonce_conflict`, `invalid`, `unavailable` or the Problem
    of a gate.
    """
    outcome = _queue.ask_from_thread(message)
    return _sent_at_once(message) if outcome is HELD else outcome


async def send_async(message: NewMessage) -> Sent | Awaitable[Sent]:
    """Store a message from an event loop. For a locked room it returns an awaitable of the outcome. Raises Problem
    as `send` does."""
    outcome = await _queue.ask(message)
    return _send_held(message) if outcome is HELD else outcome


def _sent_at_once(message: NewMessage) -> Sent:
    """Raises Problem `unavailable` when the room is still locked."""
    (outcome,) = send_where_free([message])
    if outcome is LATER:
        raise held_rooms.busy()
    held_rooms.forget(message.room_id)
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def store(messages: Sequence[NewMessage]) -> list[Sent | Problem | Held]:
    rooms = {message.room_id for message in messages}
    held = {room_id for room_id in rooms if held_rooms.is_held(room_id) or _waiting_for[room_id]}
    if not held:
        return _stored(messages)
    free = [message for message in messages if message.room_id not in held]
    outcomes = iter(_stored(free) if free else ())
    return [HELD if message.room_id in held else next(outcomes) for message in messages]


def _stored(messages: Sequence[NewMessage]) -> list[Sent | Problem | Held]:
    try:
        return [*send_together(messages)]
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
    # Nothing was stored. Now the messages to free rooms are stored, and the others leave the queue.
    return [_noted(message, outcome) for message, outcome in zip(messages, send_where_free(messages), strict=True)]


def _noted(message: NewMessage, outcome: Sent | Problem | Later) -> Sent | Problem | Held:
    if outcome is not LATER:
        return outcome
    held_rooms.note(message.room_id)
    return HELD


# -- Messages to locked rooms


class Waiting(NamedTuple):
    message: NewMessage
    since: float

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.since > LONGEST_WAIT


# The number of messages waiting for each room.
_waiting_for: Counter[int] = Counter()


def _send_held(message: NewMessage) -> Awaitable[Sent]:
    """The awaitable raises Problem `unavailable` when the room stays locked. The call raises it when too many
    messages wait."""
    if _waiting_for.total() >= MOST_WAITING:
        raise held_rooms.busy()
    _waiting_for[message.room_id] += 1
    return asyncio.ensure_future(_sent_late(message))


async def _sent_late(message: NewMessage) -> Sent:
    try:
        return await _held_queue.ask(Waiting(message, time.monotonic()))
    finally:
        _waiting_for[message.room_id] -= 1
        if not _waiting_for[message.room_id]:
            del _waiting_for[message.room_id]


def store_held(waiting: Sequence[Waiting]) -> list[Sent | Problem | Later]:
    outcomes = _store_free(waiting)
    if all(outcome is LATER for outcome in outcomes):
        outcomes = _wait_for_first(waiting)
    return [
        held_rooms.busy() if outcome is LATER and one.is_over else outcome
        for one, outcome in zip(waiting, outcomes, strict=True)
    ]


def _store_free(waiting: Sequence[Waiting]) -> list[Sent | Problem | Later]:
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


def _wait_for_first(waiting: Sequence[Waiting]) -> list[Sent | Problem | Later]:
    """Wait for the room that has waited longest, until the database's `lock_timeout`."""
    room_id = waiting[0].message.room_id
    chosen = [index for index, one in enumerate(waiting) if one.message.room_id == room_id]
    chosen = chosen[: settings.MESSAGES_PER_TRANSACTION]
    try:
        outcomes: Sequence[Sent | Problem | Later] = send_together([waiting[index].message for index in chosen])
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        outcomes = [LATER] * len(chosen)
    return _spread(outcomes, chosen, waiting)


def _spread(
    outcomes: Sequence[Sent | Problem | Later], chosen: Sequence[int], waiting: Sequence[Waiting]
) -> list[Sent | Problem | Later]:
    spread: list[Sent | Problem | Later] = [LATER] * len(waiting)
    for index, outcome in zip(chosen, outcomes, strict=True):
        spread[index] = outcome
    return spread


# This limit bounds the time for which a transaction holds its locks.
_queue: Together[NewMessage, Sent | Held] = Together("store messages", store, most=settings.MESSAGES_PER_TRANSACTION)
_held_queue: Together[Waiting, Sent] = Together("store held messages", store_held, most=MOST_WAITING)
