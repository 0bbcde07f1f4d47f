"""A table that keeps what jobs did, and job types that write to it. Nothing in it is unique, so what happens twice is seen."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from core.jobs.declarations import Claim, JobFailed, JobType

HERE = "tests.core.jobs.effects"
ONCE = JobType("test.once", f"{HERE}.note", in_database=True)
AT_LEAST_ONCE = JobType("test.at_least_once", f"{HERE}.note")
SLOW_ONCE = JobType("test.slow_once", f"{HERE}.note_slowly", in_database=True)
SLOW = JobType("test.slow", f"{HERE}.note_slowly")
FAILING = JobType("test.failing", f"{HERE}.note_and_fail", in_database=True)
ODD = JobType("test.odd", f"{HERE}.note_even", in_database=True)
STORING = JobType("test.storing", f"{HERE}.store_slow")
MANY = JobType("test.many", f"{HERE}.note_all", takes_many=True, most_together=10)
NARROW = tuple(JobType(f"test.narrow_{at}", f"{HERE}.note_slowly", lane="narrow") for at in range(2))
NETWORK = tuple(JobType(f"test.network_{at}", f"{HERE}.note_slowly", in_network=True) for at in range(2))
TYPES = (MANY, *NARROW, *NETWORK, ONCE, STORING, ODD, AT_LEAST_ONCE, SLOW_ONCE, SLOW, FAILING)

SECRET = "sesame-open"


def create() -> None:
    drop()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effects (job integer NOT NULL, process integer NOT NULL)")


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS effects")


def counts() -> Counter[int]:
    """How often the effect of each job happened, by its `number`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT job FROM effects")
        return Counter(job for (job,) in cursor.fetchall())


def processes() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT process FROM effects")
        return {process for (process,) in cursor.fetchall()}


def note(claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects (job, process) VALUES (%s, %s)", [claim.data["number"], os.getpid()])


def note_all(claims: Sequence[Claim]) -> None:
    """Each with how many there are. One whose payload says so fails."""
    with connection.cursor() as cursor:
        for claim in claims:
            cursor.execute("INSERT INTO effects (job, process) VALUES (%s, %s)", [claim.data["number"], len(claims)])
    if any(claim.data.get("fails") for claim in claims):
        raise ValueError(SECRET)


def note_slowly(claim: Claim) -> None:
    """Until the file that the payload names is gone; another beside it tells that the effect happened."""
    note(claim)
    held = Path(claim.data["held"])
    held.with_suffix(f".{os.getpid()}").touch()
    while held.exists():
        time.sleep(0.02)


def store_slow(claim: Claim) -> None:
    """Another job, which this one stores."""
    from core.jobs.queue import enqueue  # it needs models; an AppConfig imports this module

    enqueue(SLOW, claim.data)


def note_and_fail(claim: Claim) -> None:
    """With the error that the payload names."""
    note(claim)
    if claim.data.get("says"):
        raise JobFailed(claim.data["says"])
    raise ValueError(f"{SECRET} was in the payload")


def note_even(claim: Claim) -> None:
    note(claim)
    if claim.data["number"] % 2:
        raise ValueError(SECRET)
