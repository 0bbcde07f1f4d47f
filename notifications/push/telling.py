"""Tell people on their devices that a room has something for them. Others decide whom: this stores jobs, in the transaction of who calls.

A job tells of the newest message, and of none that is read by then (relevance.py).
"""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import UNSET, Struct, UnsetType, to_builtins

from core.jobs.declarations import QueueFull
from core.jobs.queue import NewJob, enqueue_all
from notifications.push.jobs import PUSH

logger = logging.getLogger(__name__)

Kind = Literal["mention", "direct", "reply", "here", "keyword", "message"]

DAY = 24 * 3600
# Whoever is to look up at once has no use for it hours later.
SECONDS_WORTH: dict[Kind, int] = {"here": 3600}
PEOPLE_A_JOB = 50
# Of as many people one job each: while it waits, it is the job of what comes next in their room, too.
FEW = 20


class Notice(NamedTuple):
    """`delay`: seconds, in which somebody may read the message where they are."""

    room_id: int
    kind: Kind
    user_ids: Collection[int]
    delay: float = 0.0


class Work(Struct, omit_defaults=True):
    """The payload of a job: no text, and nobody's name. `until`: as seconds since 1970."""

    room: int
    kind: Kind
    until: float
    users: list[int] | UnsetType = UNSET
    # In the place of `users`, where something was tried before.
    devices: list[int] | UnsetType = UNSET
    attempt: int = 1

    @property
    def payload(self) -> dict[str, object]:
        built: dict[str, object] = to_builtins(self)
        return built


def tell(notices: Sequence[Notice]) -> None:
    """Where as many pushes wait as may wait, no more are stored: messages are there all the same."""
    jobs = [job for notice in notices for job in _jobs(notice)]
    try:
        enqueue_all(PUSH, jobs)
    except QueueFull as full:
        logger.error("%d pushes were dropped: %s", len(jobs), full)


def _jobs(notice: Notice) -> Iterator[NewJob]:
    until = time.time() + SECONDS_WORTH.get(notice.kind, DAY)
    people = sorted(set(notice.user_ids))
    size = 1 if len(people) <= FEW else PEOPLE_A_JOB
    for start in range(0, len(people), size):
        users = people[start : start + size]
        work = Work(notice.room_id, notice.kind, until, users=users)
        key = f"{users[0]}:{notice.room_id}:{notice.kind}" if size == 1 else ""
        yield NewJob(work.payload, key, notice.delay)
