"""Storing jobs, in the transaction of what caused them."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db import DatabaseError, connection, transaction

from core.jobs import backlog, clock, in_process
from core.jobs.declarations import JobType, QueueFull
from core.jobs.models import LONGEST_KEY
from core.jobs.registry import declared

logger = logging.getLogger(__name__)

MOST_PAYLOAD_BYTES = 16 * 1024
ROWS_A_STATEMENT = 500


class NewJob(NamedTuple):
    """`key`: while a job of this type and key waits, this is the same job, and the payload of the first one counts.

    `delay`: seconds before it may run.
    """

    payload: Mapping[str, Any]
    key: str = ""
    delay: float = 0.0


def enqueue(kind: JobType, payload: Mapping[str, Any], *, key: str = "", delay: float = 0.0) -> None:
    """Store one job; it runs once the caller's transaction is committed. Raises QueueFull, ValueError for a payload that is too large."""
    enqueue_all(kind, [NewJob(payload, key, delay)])


def enqueue_all(kind: JobType, jobs: Sequence[NewJob]) -> None:
    """Store jobs of one type with as few statements as possible. Raises as `enqueue` does, and has stored nothing then."""
    if not jobs:
        return
    backlog.expect_room(kind, len(jobs))
    # In one order: each locks the waiting job of its key, and two such transactions must not wait for each other.
    rows = sorted(_rows(jobs), key=lambda row: row[0])
    with transaction.atomic():
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            _insert(kind, rows[start : start + ROWS_A_STATEMENT])
    in_process.nudge_after_commit()


def enqueue_at_start() -> None:
    """Store a job of each type that every start runs. While one waits, this is the same. A database that is busy or away
    keeps no process from starting: the next start stores them."""
    try:
        for kind in declared().values():
            if kind.at_start:
                enqueue(kind, {}, key="start")
    except (DatabaseError, QueueFull) as error:
        logger.warning("the jobs of a start were not stored: %s", type(error).__name__)


def enqueue_soonest(kind: JobType, payload: Mapping[str, Any], *, key: str, delay: float) -> None:
    """As `enqueue`. Where a job of this type and key waits already, it is due at the earlier of both times."""
    enqueue(kind, payload, key=key, delay=delay)
    statement = (
        f"UPDATE jobs_job SET due_at = {clock.ahead()} WHERE type = %s AND key = %s AND claim = '' "
        f"AND due_at > {clock.ahead()}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [delay, kind.name, key, delay])


def _rows(jobs: Iterable[NewJob]) -> Iterable[tuple[str, str, float]]:
    """Key, payload and delay of each; of those with one key the first. No statement may meet the same waiting job twice."""
    keys: set[str] = set()
    for job in jobs:
        if job.key and job.key in keys:
            continue
        keys.add(job.key)
        payload = msgspec.json.encode(job.payload)
        if len(payload) > MOST_PAYLOAD_BYTES:
            raise ValueError(f"A job's payload has {len(payload)} bytes; {MOST_PAYLOAD_BYTES} are allowed.")
        if len(job.key) > LONGEST_KEY:
            raise ValueError(f"A job's key is longer than {LONGEST_KEY} characters.")
        yield job.key, payload.decode(), job.delay


def _insert(kind: JobType, rows: Sequence[tuple[str, str, float]]) -> None:
    """A waiting job that has the key already is written again as it is.

    That locks its row: no worker takes the job before this transaction is committed, so the handler sees what this transaction wrote.
    """
    row = f"(%s, %s, %s, {clock.ahead()}, '', 0, '', {clock.now()})"
    statement = (
        "INSERT INTO jobs_job (type, key, payload, due_at, claim, attempts, error, created_at) VALUES "
        + ", ".join([row] * len(rows))
        + " ON CONFLICT (type, key) WHERE claim = '' AND due_at IS NOT NULL AND key > '' DO UPDATE SET claim = ''"
    )
    parameters = [value for key, payload, delay in rows for value in (kind.name, key, payload, delay)]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
