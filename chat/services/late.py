"""Drafts for rooms that somebody else holds. They wait here, in their order, and delay no other room.

A room's drafts come here for as long as one of them waits, so that none overtakes another.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from typing import NamedTuple

from django.db import OperationalError

from chat.services import holding
from chat.services.sending import Draft, Sent, send_together, send_where_free
from core.db.batching import LATER, Later, Together
from core.db.postgresql.errors import is_lock_timeout
from core.problems import Problem

# A little longer than PostgreSQL lets a transaction stand still.
WAIT_SECONDS = 7.0
MOST_WAITING = 1_000
AT_ONCE = 200

_drafts_of: Counter[int] = Counter()


class Late(NamedTuple):
    draft: Draft
    since: float

    @property
    def has_waited(self) -> bool:
        return time.monotonic() - self.since > WAIT_SECONDS


def has_drafts_of(room_id: int) -> bool:
    return _drafts_of[room_id] > 0


def store_late(draft: Draft) -> Awaitable[Sent]:
    """From an event loop: what is awaited raises Problem `unavailable` where the room stays held. So does this, where too many wait."""
    if _drafts_of.total() >= MOST_WAITING:
        raise holding.busy()
    _drafts_of[draft.room_id] += 1
    return asyncio.ensure_future(_stored(draft))


async def _stored(draft: Draft) -> Sent:
    try:
        return await _storing.ask(Late(draft, time.monotonic()))
    finally:
        _drafts_of[draft.room_id] -= 1
        if not _drafts_of[draft.room_id]:
            del _drafts_of[draft.room_id]


def store_waiting(waiting: Sequence[Late]) -> list[Sent | Problem | Later]:
    outcomes = _store_free(waiting)
    if all(outcome is LATER for outcome in outcomes):
        outcomes = _wait_for_first(waiting)
    return [
        holding.busy() if outcome is LATER and late.has_waited else outcome
        for late, outcome in zip(waiting, outcomes, strict=True)
    ]


def _store_free(waiting: Sequence[Late]) -> list[Sent | Problem | Later]:
    """Of the rooms that are free by now."""
    chosen = _first_of_each_room(waiting)
    outcomes = send_where_free([waiting[index].draft for index in chosen])
    for index, outcome in zip(chosen, outcomes, strict=True):
        if outcome is not LATER:
            holding.forget(waiting[index].draft.room_id)
    return _spread(outcomes, chosen, waiting)


def _first_of_each_room(waiting: Sequence[Late]) -> list[int]:
    """Where they are: as many as one transaction may have, and none behind one of its room that is left out."""
    rooms = Counter(late.draft.room_id for late in waiting)
    share = max(1, AT_ONCE // len(rooms))
    taken: Counter[int] = Counter()
    chosen = []
    for index, late in enumerate(waiting):
        taken[late.draft.room_id] += 1
        if taken[late.draft.room_id] <= share:
            chosen.append(index)
    return chosen


def _wait_for_first(waiting: Sequence[Late]) -> list[Sent | Problem | Later]:
    """For the room that has waited longest, in the row of those who want it, until the database's `lock_timeout`."""
    room_id = waiting[0].draft.room_id
    chosen = [index for index, late in enumerate(waiting) if late.draft.room_id == room_id][:AT_ONCE]
    try:
        outcomes: Sequence[Sent | Problem | Later] = send_together([waiting[index].draft for index in chosen])
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        outcomes = [LATER] * len(chosen)
    return _spread(outcomes, chosen, waiting)


def _spread(
    outcomes: Sequence[Sent | Problem | Later], chosen: Sequence[int], waiting: Sequence[Late]
) -> list[Sent | Problem | Later]:
    spread: list[Sent | Problem | Later] = [LATER] * len(waiting)
    for index, outcome in zip(chosen, outcomes, strict=True):
        spread[index] = outcome
    return spread


_storing: Together[Late, Sent] = Together("store held messages", store_waiting, most=MOST_WAITING)
