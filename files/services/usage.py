"""How much files take, by person. Other apps count by what they know (`file_counters` of their apps.py).

A count reads every file of the site, so a job counts, and pages show the last count.
"""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, Q, Sum
from django.utils import timezone

from core.app_contents import named
from core.jobs import queue
from core.jobs.declarations import Claim
from files import selectors
from files.jobs import USAGE
from files.models import File, PersonUsage

PAUSE_SECONDS = 3600.0
ROWS_A_STATEMENT = 500

# The number of files and their bytes, by the id of what has them.
Totals = dict[int, tuple[int, int]]


def watch() -> None:
    """Let the job count within an hour. In the transaction that changed what it counts."""
    queue.enqueue(USAGE, {}, key="next", delay=PAUSE_SECONDS)


def count_soon() -> None:
    queue.enqueue_soonest(USAGE, {}, key="next", delay=0)


def count(claim: Claim) -> None:
    """Handler of the job."""
    for counter in named("file_counters"):
        counter()


def count_people() -> None:
    keep(PersonUsage, "person", totals("owner"))


def totals(path: str) -> Totals:
    """Complete files, summed up by what `path` leads to from a file. In 256 steps."""
    found: Totals = defaultdict(lambda: (0, 0))
    sums = {"number": Count("pk"), "bytes": Sum("size", filter=Q(is_copy=False), default=0)}
    for first in range(256):
        ready = selectors.with_blobs_from(first).filter(state=File.State.READY).exclude(**{path: None})
        for pk, number, size in ready.values_list(path).annotate(**sums):
            found[pk] = found[pk][0] + number, found[pk][1] + size
    return found


@transaction.atomic
def keep(table: type[Model], key: str, counted: Totals) -> None:
    """Replace the rows of a table of such totals; `key`: its primary key."""
    now, rows = timezone.now(), table._default_manager
    new: list[Any] = [
        table(**{f"{key}_id": pk, "files": files, "size": size, "counted_at": now})
        # Always in one order: two counts at once wait for each other instead of for ever.
        for pk, (files, size) in sorted(counted.items())
    ]
    changed = ["files", "size", "counted_at"]
    rows.bulk_create(new, ROWS_A_STATEMENT, update_conflicts=True, unique_fields=[key], update_fields=changed)
    rows.filter(counted_at__lt=now).delete()
