"""What could not be told is tried again: without others, after longer and longer pauses, and not for ever. So messages of which
nobody can be told hold up no others."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Min, Q, QuerySet

from core.db.clock import database_now
from core.errors import described
from notifications.models import Batch, Crowd
from notifications.models.batch import ToBeTold

logger = logging.getLogger(__name__)

# What a database says that is busy, full or away. That passes.
PASSING = (OperationalError, InterfaceError)
# Of anything else, which mostly is so the next time.
MOST_FAULTS = 5
# After the second try; twice as long after each other one. The second is made at once: mostly somebody was in the way.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=10)
# A day of them.
MOST_TRIES = 150

Row = TypeVar("Row", bound=ToBeTold)


def due(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    return rows.filter(Q(due_at=None) | Q(due_at__lte=database_now()), given_up_at=None).order_by("pk")


def tried(rows: "QuerySet[Row]", work: Callable[[], bool]) -> bool:
    """Do what is to be done with these rows, and note where that fails. Whether it was done, or has failed: `work` returns False where
    another worker has them. Raises what the database raises where nothing can be noted."""
    try:
        return work()
    except Exception as error:
        logger.warning("people could not be told of some messages: %s", described(error))
        is_fault = not isinstance(error, PASSING)
    _note_failure(rows, is_fault=is_fault)
    return True


def seconds_until_next() -> float | None:
    """Until something is to be tried again."""
    times = [model._default_manager.aggregate(first=Min("due_at"))["first"] for model in (Batch, Crowd)]
    known = [time for time in times if time is not None]
    return max(0.0, (min(known) - database_now()).total_seconds()) if known else None


def pause_after(tries: int) -> timedelta | None:
    """None: it is tried again at once."""
    # No more doublings than the longest pause has.
    return min(FIRST_PAUSE * 2 ** min(tries - 2, 10), LONGEST_PAUSE) if tries > 1 else None


@transaction.atomic
def _note_failure(rows: "QuerySet[Row]", *, is_fault: bool) -> None:
    now = database_now()
    for row in rows.select_for_update(skip_locked=True):
        row.tries += 1
        row.faults += is_fault
        pause = pause_after(row.tries)
        row.due_at = now + pause if pause else None
        if row.faults >= MOST_FAULTS or row.tries >= MOST_TRIES:
            logger.error("nobody is told of the messages %s", row.message_ids)
            row.due_at, row.given_up_at = None, now
        row.save(update_fields=["tries", "faults", "due_at", "given_up_at"])
