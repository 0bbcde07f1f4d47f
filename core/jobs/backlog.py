"""How many jobs of a type wait, counted only as often as the bound needs it.

Counting costs as much as there is to count, so a process that has seen room for many does not count again for the next hundredth
of that room, or for the next second. Far from the bound it is exact to one per cent for each process, near it exact.
"""

import time
from threading import Lock

from django.db import connection

from core.jobs.declarations import JobType, QueueFull

FRESH_SECONDS = 1.0
SHARE = 100

_lock = Lock()
# For each type: how many more may be stored before the next count, and until when.
_allowed: dict[str, tuple[int, float]] = {}


def expect_room(kind: JobType, more: int) -> None:
    """Raises QueueFull where fewer than `more` jobs would fit."""
    with _lock:
        left, until = _allowed.get(kind.name, (0, 0.0))
        if left >= more and time.monotonic() < until:
            _allowed[kind.name] = left - more, until
            return
    room = kind.most_waiting - _waiting(kind)
    if room < more:
        raise QueueFull(f"{kind.most_waiting} jobs of the type {kind.name} wait already.")
    with _lock:
        _allowed[kind.name] = (room - more) // SHARE, time.monotonic() + FRESH_SECONDS


def forget() -> None:
    """For tests, whose tables are emptied."""
    _allowed.clear()


def _waiting(kind: JobType) -> int:
    counted = "SELECT 1 FROM jobs_job WHERE type = %s AND due_at IS NOT NULL LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({counted}) AS waiting", [kind.name, kind.most_waiting])
        (count,) = cursor.fetchone()
    return int(count)
