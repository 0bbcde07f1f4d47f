"""Bringing the index up to the messages, room by room, in steps of a few chunks.

Each step is complete in itself: a worker that is killed loses one step, and the next one goes on after the last. The
revs of a room are given out in the order of its commits, so whoever has read a rev has read all before it.
"""

import logging
import time
from collections.abc import Iterable
from typing import NamedTuple

from django.db import DatabaseError, connection

from chat.models import Room
from core.jobs import queue
from core.jobs.declarations import Claim, JobFailed
from search.jobs import INDEX
from search.models.chunk import CHUNK
from search.selectors import content, lags
from search.selectors.lags import Lag
from search.services.writing import OvertakenError, turn, write

logger = logging.getLogger(__name__)

# Changes and chunks of a step: some ten milliseconds.
MOST_CHANGES, MOST_CHUNKS = 512, 8
# A run is short, so that a process which is told to stop need not leave it.
RUN_SECONDS = 3.0
# Steps of one room in a run, so that a large room leaves time for others.
MOST_STEPS = 8
# Pauses, in the time that the step before took: a worker gives a tenth of its time at most. Where more is written than
# that can index, rooms wait for longer, and have more changes for each chunk that is written.
REST = 9.0

CHANGES = "SELECT rev, seq FROM chat_message WHERE room_id = %s AND rev > %s ORDER BY rev LIMIT %s"


class Work(NamedTuple):
    """The chunks to be made again, and the rev up to which the room is indexed then."""

    numbers: list[int]
    rev: int


def run(claim: Claim) -> None:
    """Handler of the job. It leaves another one where something is left to do. Raises JobFailed after it has indexed the
    other rooms."""
    end = time.monotonic() + RUN_SECONDS
    failed = _index_all(end)
    if time.monotonic() >= end:
        queue.enqueue(INDEX, {}, key="more")
    elif lags.is_any():
        # Rooms in which somebody has just written, or that another worker has.
        queue.enqueue(INDEX, {}, key="later", delay=lags.QUIET.total_seconds())
    if failed:
        raise JobFailed(f"{len(failed)} rooms could not be indexed; the first is {min(failed)}.")


def _index_all(end: float) -> set[int]:
    """Index what is worth it until this time. Ids of the rooms that could not be indexed."""
    failed: set[int] = set()
    before: list[Lag] = []
    while time.monotonic() < end and (behind := lags.worth_indexing()) != before:
        failed |= {lag.room_id for lag in behind if not _is_indexed(lag, end)}
        before = behind
    return failed


def _is_indexed(lag: Lag, end: float) -> bool:
    """Whether nothing is wrong with the room. It is indexed until this time."""
    try:
        for _ in range(MOST_STEPS):
            if time.monotonic() >= end or not _step_and_rest(lag):
                break
    except DatabaseError:
        raise
    except Exception as error:
        logger.error("room %d could not be indexed: %s", lag.room_id, type(error).__name__)
        return False
    return True


def step(lag: Lag) -> bool:
    """Index the next changes of a room. Whether there may be more for this worker to do."""
    try:
        with turn(lag.room_id) as before:
            if before is None:
                return False
            work = _next(before.rev, lag)
            made = (content.of_chunk(lag.room_id, number) for number in work.numbers)
            write(before, filter(None, made), work.rev)
    except OvertakenError:
        return False
    return work.rev < lag.newest


def _step_and_rest(lag: Lag) -> bool:
    began = time.monotonic()
    is_more = step(lag)
    time.sleep(REST * (time.monotonic() - began))
    return is_more


def _next(since: int, lag: Lag) -> Work:
    """`lag` was read before: whatever it counts is committed. Another worker may have indexed more since."""
    if since > lag.newest and since > _newest(lag.room_id):
        since = 0  # of other messages than there are now
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [lag.room_id, since, MOST_CHANGES])
        changes: list[tuple[int, int]] = cursor.fetchall()
    work = _first_chunks(changes)
    is_all = len(changes) < MOST_CHANGES and (not changes or work.rev == changes[-1][0])
    return work._replace(rev=max(work.rev, lag.newest, since)) if is_all else work


def _newest(room_id: int) -> int:
    return Room.objects.filter(pk=room_id).values_list("rev", flat=True).first() or 0


def _first_chunks(changes: Iterable[tuple[int, int]]) -> Work:
    """As many of these changes, by rev, as MOST_CHUNKS hold."""
    numbers: set[int] = set()
    last = 0
    for rev, seq in changes:
        number = (seq - 1) // CHUNK
        if number not in numbers and len(numbers) == MOST_CHUNKS:
            break
        numbers.add(number)
        last = rev
    return Work(sorted(numbers), last)
