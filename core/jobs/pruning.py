"""Bounds what stays in the table: jobs that failed for good, and jobs of types that no app declares any more."""

from typing import Any

from django.db import connection

from core.jobs import clock

KEPT_DAYS = 30
MOST_DEAD = 10_000
NOBODYS = "No installed app declares this type of job."


def prune() -> None:
    """A job that nobody could run for KEPT_DAYS is dead; a dead one goes after KEPT_DAYS more, and the oldest ones beyond MOST_DEAD."""
    long_ago = -KEPT_DAYS * 86_400.0
    _execute(
        f"DELETE FROM jobs_job WHERE due_at IS NULL AND failed_at < {clock.ahead()}",
        [long_ago],
    )
    _execute(
        "DELETE FROM jobs_job WHERE due_at IS NULL AND id <="
        " (SELECT id FROM jobs_job WHERE due_at IS NULL ORDER BY id DESC LIMIT 1 OFFSET %s)",
        [MOST_DEAD],
    )
    _execute(
        f"UPDATE jobs_job SET due_at = NULL, claim = '', failed_at = {clock.now()}, error = %s"
        f" WHERE due_at < {clock.ahead()}",
        [NOBODYS, long_ago],
    )


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
