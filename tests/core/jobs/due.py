"""Runs in this thread what a worker would run, so that a test knows when it is done."""

from django.db import connection

from core.jobs import claims, clock, execution
from core.jobs.registry import declared


def run_due() -> int:
    """All jobs that are due, and those that come of them. How many attempts it took."""
    attempts = 0
    while taken := claims.take(declared().values()):
        execution.run(taken)
        attempts += len(taken)
    return attempts


def no_pause() -> None:
    """Jobs that wait for their next attempt may have it now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET due_at = {clock.ahead()} WHERE claim = '' AND due_at IS NOT NULL",
            [0.0],
        )
