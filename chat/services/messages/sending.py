"""The queue of every new message, from REST, sockets and bots.

What arrives while a transaction runs is stored together in the next one: docs/decisions/data/group-commit.md.

A message for a room that somebody else holds leaves the queue, so that it delays no other room. A socket's message then
waits in the queue of held_messages.py. A message by REST does not wait: docs/decisions/data/held-rooms.md.
"""

from collections.abc import Awaitable, Sequence
from enum import Enum

from django.conf import settings
from django.db import OperationalError

from chat.services import held_rooms
from chat.services.messages import held_messages
from chat.services.messages.storing import NewMessage, Outcome, Sent, send_together, send_where_free
from chat.services.messages.texts import expect_few
from core.db.batching import LATER, Later, Together
from core.db.postgresql.errors import is_lock_timeout


class Held(Enum):
    """The outcome of a message to a locked room (not one that a filter keeps): it is not stored yet."""

    HELD = "held"


HELD = Held.HELD


def send(message: NewMessage) -> Sent:
    """Store a message once, however often it is sent. It blocks its thread, so it does not wait for a locked room.

    Raises Problem `not_found`, `text_empty`, `text_too_long`, `nonce_conflict`, `invalid`, `unavailable`, `rate_limited`
    or the Problem of a gate or a filter, and Withheld for a message that a filter keeps.
    """
    _expect_few_long(message)
    outcome = _queue.ask_from_thread(message)
    return _sent_at_once(message) if outcome is HELD else outcome


async def send_async(message: NewMessage) -> Sent | Awaitable[Sent]:
    """Store a message from an event loop. For a locked room it returns an awaitable of the outcome. Raises as
    `send` does."""
    _expect_few_long(message)
    outcome = await _queue.ask(message)
    return held_messages.send(message) if outcome is HELD else outcome


def _expect_few_long(message: NewMessage) -> None:
    # Whoever releases a held message has not written it.
    if not message.is_released:
        expect_few(message.by.pk, message.text)


def _sent_at_once(message: NewMessage) -> Sent:
    """Raises Problem `unavailable` when the room is still locked."""
    (outcome,) = send_where_free([message])
    if outcome is LATER:
        raise held_rooms.busy()
    held_rooms.forget(message.room_id)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def store(messages: Sequence[NewMessage]) -> list[Outcome | Held]:
    rooms = {message.room_id for message in messages}
    held = {room_id for room_id in rooms if held_rooms.is_held(room_id) or held_messages.is_waited_for(room_id)}
    if not held:
        return _stored(messages)
    free = [message for message in messages if message.room_id not in held]
    outcomes = iter(_stored(free) if free else ())
    return [HELD if message.room_id in held else next(outcomes) for message in messages]


def _stored(messages: Sequence[NewMessage]) -> list[Outcome | Held]:
    try:
        return [*send_together(messages)]
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
    # Nothing was stored. Now the messages to free rooms are stored, and the others leave the queue.
    return [_noted(message, outcome) for message, outcome in zip(messages, send_where_free(messages), strict=True)]


def _noted(message: NewMessage, outcome: Outcome | Later) -> Outcome | Held:
    if outcome is not LATER:
        return outcome
    held_rooms.note(message.room_id)
    return HELD


# Of the texts of one transaction: each of the longest takes up to 40 ms.
MOST_CHARACTERS = 60_000

# These limits bound the time for which a transaction holds its locks.
_queue: Together[NewMessage, Sent | Held] = Together(
    "store messages",
    store,
    most=settings.MESSAGES_PER_TRANSACTION,
    weigh=lambda message: len(message.text),
    heaviest=MOST_CHARACTERS,
)
