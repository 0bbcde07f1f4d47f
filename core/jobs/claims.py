"""Taking jobs, and keeping them while they run.

A claim is a lease: it ends by itself where nobody renews it, and then another worker takes the job. What an attempt does at its end
counts only where its token is still the row's.
"""

from collections.abc import Collection, Sequence
from uuid import uuid4

from django.db import connection

from core.jobs import clock
from core.jobs.declarations import Claim, JobType

LEASE_SECONDS = 30.0
RENEW_SECONDS = 10.0


def take(types: Collection[JobType]) -> Sequence[Claim]:
    """The job of these types that has been due for longest, and others of its type where they may run together; none where none is due.

    Attempts are counted before they begin.
    """
    first = _take_first([kind.name for kind in types]) if types else None
    if first is None:
        return ()
    kind = next(kind for kind in types if kind.name == first.type)
    is_first_attempt = first.attempt == 1
    run_together = kind.in_database or kind.takes_many
    more = _take_more(first, kind.most_together - 1) if run_together and is_first_attempt else []
    return [first, *more]


def renew(held: Collection[Claim]) -> int:
    """How many of these claims still hold; each now does for LEASE_SECONDS more."""
    marks = ", ".join(["%s"] * len(held))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET due_at = {clock.ahead()} WHERE id IN ({marks}) AND claim IN ({marks})",
            [LEASE_SECONDS, *(claim.id for claim in held), *(claim.token for claim in held)],
        )
        return int(cursor.rowcount)


def _take_first(types: Sequence[str]) -> Claim | None:
    token = uuid4().hex
    marks = ", ".join(["%s"] * len(types))
    due = f"SELECT id FROM jobs_job WHERE due_at <= {clock.now()} AND type IN ({marks}) ORDER BY due_at, id LIMIT 1"
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if not is_postgresql:
            # An UPDATE takes SQLite's write lock even where it finds nothing. Reading takes none.
            cursor.execute(due, [*types])
            if cursor.fetchone() is None:
                return None
        cursor.execute(
            f"UPDATE jobs_job SET claim = %s, attempts = attempts + 1, due_at = {clock.ahead()}"
            f" WHERE id = ({due}{' FOR UPDATE SKIP LOCKED' if is_postgresql else ''})"
            " RETURNING id, type, payload, attempts",
            [token, LEASE_SECONDS, *types],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    job, kind, payload, attempts = row
    return Claim(job, kind, token, payload, attempts)


def _take_more(first: Claim, most: int) -> list[Claim]:
    """Up to `most` jobs of the same type that are due and were never tried, under the same token.

    One that was tried before may be what ended its process, so it is taken alone, and takes no others with it.
    """
    due = f"SELECT id FROM jobs_job WHERE due_at <= {clock.now()} AND type = %s AND attempts = 0 ORDER BY due_at, id LIMIT %s"
    lock = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            # PostgreSQL may read a subquery once for each row, and each time skip what is locked by now: that is more than its limit.
            f"WITH due AS MATERIALIZED ({due}{lock})"
            f" UPDATE jobs_job SET claim = %s, attempts = attempts + 1, due_at = {clock.ahead()}"
            " WHERE id IN (SELECT id FROM due) RETURNING id, type, payload, attempts",
            [first.type, most, first.token, LEASE_SECONDS],
        )
        rows = sorted(cursor.fetchall())
    return [Claim(job, kind, first.token, payload, attempts) for job, kind, payload, attempts in rows]
