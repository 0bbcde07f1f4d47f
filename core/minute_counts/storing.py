"""The table of counts: add to it, read it, and bound it."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping

from django.db import connection, transaction

from core.minute_counts import counting
from core.minute_counts.models import Count
from core.minute_counts.spans import HOUR, MINUTE

# A day of minutes and 30 days of hours are shown. One more of each, because the reader's day begins at another hour.
KEPT_SECONDS: Mapping[int, int] = {MINUTE: 25 * HOUR, HOUR: 32 * 24 * HOUR}
ROWS_A_STATEMENT = 200

ADD = (
    "INSERT INTO minute_counts_count (span, name, at, amount) VALUES {rows}"
    " ON CONFLICT (span, name, at) DO UPDATE SET amount = minute_counts_count.amount + excluded.amount"
)


@transaction.atomic
def add(sums: counting.Sums) -> None:
    """Add to the rows of these minutes and of their hours. Any number of workers do so for the same minute."""
    rows: Counter[tuple[int, str, int]] = Counter()
    for (minute, name), amount in sums.items():
        rows[MINUTE, name, minute] += amount
        rows[HOUR, name, minute // HOUR * HOUR] += amount
    # What is older than the table keeps anything would only be pruned.
    now = time.time()
    kept = ((key, amount) for key, amount in rows.items() if key[2] >= now - KEPT_SECONDS[key[0]])
    # Always in one order: two workers at once wait for each other instead of for ever.
    ordered = sorted((*key, amount) for key, amount in kept)
    with connection.cursor() as cursor:
        for first in range(0, len(ordered), ROWS_A_STATEMENT):
            part = ordered[first : first + ROWS_A_STATEMENT]
            places = ", ".join(["(%s, %s, %s, %s)"] * len(part))
            cursor.execute(ADD.format(rows=places), [value for row in part for value in row])


def prune() -> None:
    now = int(time.time())
    for span, seconds in KEPT_SECONDS.items():
        Count.objects.filter(span=span, at__lt=now - seconds).delete()


def amounts(name: str, span: int, since: int) -> Counter[int]:
    """Amounts by the second at which each span began, with what this process has not written yet."""
    stored = Count.objects.filter(span=span, name=name, at__gte=since).values_list("at", "amount")
    found = Counter(dict(stored))
    for minute, amount in counting.waiting(name).items():
        if (at := minute // span * span) >= since:
            found[at] += amount
    return found


def total(name: str, seconds: int) -> int:
    """How often it happened within the last `seconds`: at most a day."""
    return sum(amounts(name, MINUTE, int(time.time()) - seconds).values())


def counted_since(name: str) -> int | None:
    """The first hour that is kept of this name."""
    return next(_firsts(name), None)


def _firsts(name: str) -> Iterator[int]:
    yield from Count.objects.filter(span=HOUR, name=name).order_by("at").values_list("at", flat=True)[:1]
