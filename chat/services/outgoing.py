"""The way of every new message, from REST, sockets and bots: what arrives while a transaction runs is stored together in the next one.

A room that somebody else holds leaves the batch, so that it delays no other: see docs/architecture.md, "Held rooms".
"""

from collections.abc import Awaitable, Sequence
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import OperationalError

from chat.services import holding, late
from chat.services.messages import send
from chat.services.sending import Draft, Sent, send_together, send_where_free
from core.db.batching import LATER, Later, Together
from core.db.postgresql.errors import is_lock_timeout
from core.db.threads import in_database
from core.problems import Problem


class Held(Enum):
    """What becomes of a draft for a room that is held: it is not stored yet."""

    HELD = "held"


HELD = Held.HELD


def store(drafts: Sequence[Draft]) -> list[Sent | Problem | Held]:
    rooms = {draft.room_id for draft in drafts}
    held = {room_id for room_id in rooms if holding.is_held(room_id) or late.has_drafts_of(room_id)}
    if not held:
        return _stored(drafts)
    free = [draft for draft in drafts if draft.room_id not in held]
    outcomes = iter(_stored(free) if free else ())
    return [HELD if draft.room_id in held else next(outcomes) for draft in drafts]


def _stored(drafts: Sequence[Draft]) -> list[Sent | Problem | Held]:
    try:
        return [*send_together(drafts)]
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
    # Nothing was stored. Now those that nobody holds are, and the others leave.
    return [_noted(draft, outcome) for draft, outcome in zip(drafts, send_where_free(drafts), strict=True)]


def _noted(draft: Draft, outcome: Sent | Problem | Later) -> Sent | Problem | Held:
    if outcome is not LATER:
        return outcome
    holding.note(draft.room_id)
    return HELD


# At most so many, which bounds how long a transaction holds its locks.
_storing: Together[Draft, Sent | Held] = Together("store messages", store, most=200)


def send_message(**draft: Any) -> Sent:
    """`messages.send`, for a thread, which others need: it does not wait for a room that is held."""
    if not settings.GROUP_COMMIT:
        return send(**draft)
    one = Draft(**draft)
    outcome = _storing.ask_from_thread(one)
    return _sent_at_once(one) if outcome is HELD else outcome


async def send_message_async(**draft: Any) -> Sent | Awaitable[Sent]:
    """`messages.send`, for the event loop; where the room is held, what will become of it."""
    if not settings.GROUP_COMMIT:
        return await in_database(send, **draft)
    one = Draft(**draft)
    outcome = await _storing.ask(one)
    return late.store_late(one) if outcome is HELD else outcome


def _sent_at_once(draft: Draft) -> Sent:
    """Raises Problem `unavailable` where the room is still held."""
    (outcome,) = send_where_free([draft])
    if outcome is LATER:
        raise holding.busy()
    holding.forget(draft.room_id)
    if isinstance(outcome, Problem):
        raise outcome
    return outcome
