"""What could not be told is tried again: without others, after longer and longer pauses, and not for ever. So messages of which
nobody can be told hold up no others."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from core.db.clock import database_now
from core.jobs.execution import described
from notifications.models import Batch, Crowd
from notifications.models.batch import ToBeTold

logger = logging.getLogger(__name__)

MOST_TRIES = 5
# After the second try; twice as long after each other one. The second is made at once: mostly somebody was in the way.
FIRST_PAUSE = timedelta(seconds=15)

Row = TypeVar("Row", bound=ToBeTold)


def due(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    return rows.filter(Q(due_at=None) | Q(due_at__lte=database_now())).order_by("pk")


def tried(rows: "QuerySet[Row]", work: Callable[[], bool]) -> bool:
    """Do what is to be done with these rows, and note where that fails. Whether it was done, or has failed: `work` returns False where
    another worker has them. Raises what the database raises where nothing can be noted."""
    try:
        return work()
    except Exception as error:
        logger.warning("people could not be told of some messages: %s", described(error))
    _note_failure(rows)
    return True


def seconds_until_next() -> float | None:
    """Until something is to be tried again."""
    times = [model._default_manager.aggregate(first=Min("due_at"))["first"] for model in (Batch, Crowd)]
    known = [time for time in times if time is not None]
    return max(0.0, (min(known) - database_now()).total_seconds()) if known else None


@transaction.atomic
def _note_failure(rows: "QuerySet[Row]") -> None:
    for row in rows.select_for_update(skip_locked=True):
        row.tries += 1
        if row.tries >= MOST_TRIES:
            logger.error("nobody is told of the messages %s", row.message_ids)
            row.give_up()
            continue
        if row.tries > 1:
            row.due_at = database_now() + FIRST_PAUSE * 2 ** (row.tries - 2)
        row.save(update_fields=["tries", "due_at"])
