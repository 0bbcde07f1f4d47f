"""Quiet hours: every day between two times of the wall clock, in the time zone of the person.

The wall clock alone is compared. So an hour that comes twice in autumn is quiet twice, and one that is left out in spring ends
quiet hours no later than the clock says.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from core.time_zones import zone_of

DAY_MINUTES = 24 * 60
DAYS = frozenset(range(7))


class QuietHours(NamedTuple):
    """`start` and `end`: minutes since midnight; an `end` before `start` is on the next day. `days`: those on which they start, 0
    is Monday."""

    start: int
    end: int
    days: Collection[int] = DAYS


def is_quiet(hours: QuietHours | None, now: datetime, zone: str) -> bool:
    if hours is None:
        return False
    local = now.astimezone(zone_of(zone))
    minute, today = local.hour * 60 + local.minute, local.weekday()
    if hours.start < hours.end:
        return hours.start <= minute < hours.end and today in hours.days
    if minute >= hours.start:
        return today in hours.days
    return minute < hours.end and (today - 1) % 7 in hours.days
