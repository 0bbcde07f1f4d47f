"""Tell people on their devices that a room has something for them. Others decide whom: this stores jobs, in the transaction of who calls.

A job tells of the newest message, and of none that is read by then (relevance.py).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, to_builtins

from core.jobs.declarations import JobType, QueueFull
from core.jobs.queue import NewJob, enqueue_all
from notifications.deciding.decision import Kind
from notifications.push.jobs import PUSH, PUSH_CROWD, PUSH_ROOM

logger = logging.getLogger(__name__)

DAY = 24 * 3600
# Whoever is to look up at once has no use for it hours later.
SECONDS_WORTH: Mapping[Kind, int] = {"here": 3600}
TO_MANY = ("here", "message")
# These are never many: a message names few people, a direct room has few members.
ALWAYS_ALONE = ("mention", "direct")
# A page of a crowd. Each waits for the database some twenty times, however many people it has.
PEOPLE_A_JOB = 500
# Of as many people one job each: while it waits, it is the job of what comes next in their room, too.
FEW = 20


class Notice(NamedTuple):
    """`items`: by person, the id of the first item of which they are to be told. `is_part`: there are more people than these, though these
    may be few. `delay`: seconds, in which somebody may read the message where they are."""

    room_id: int
    kind: Kind
    items: Mapping[int, int]
    thread_id: int | None = None
    is_part: bool = False
    delay: float = 0.0


class Work(Struct):
    """The payload of a job: no text, and nobody's name. `since`: the id of the first item that is news; of messages that are in no inbox,
    their first seq. What is older was told before: it counts, and nobody is told of it again."""

    room: int
    kind: Kind
    users: list[int]
    since: int = 0


class CrowdWork(Struct):
    """Those who have such items, from `since` up to `upto`, and whose ids are above `after`. A round ends with the items that are there
    when it begins; before that there is no `upto`. What is stored later is the next round's, so nobody hears of it in both."""

    room: int
    kind: Kind
    thread: int | None
    since: int
    upto: int | None = None
    after: int = 0


class RoomWork(Struct):
    """`since`: the last message before those of which people are to hear."""

    room: int
    since: int


def tell(notices: Sequence[Notice]) -> None:
    """Where as many pushes of a type wait as may wait, no more of it are stored: messages are there all the same."""
    by_type: dict[str, tuple[JobType, list[NewJob]]] = {}
    for notice in notices:
        for kind, job in _jobs(notice):
            by_type.setdefault(kind.name, (kind, []))[1].append(job)
    for _, (kind, jobs) in sorted(by_type.items()):
        store(kind, jobs)


def tell_rooms(since: Mapping[int, int], delay: float) -> None:
    """Those who want to hear of every message in these rooms. By room: the seq before the first of these messages."""
    store(PUSH_ROOM, [NewJob(payload_of(RoomWork(room, before)), f"{room}", delay) for room, before in since.items()])


def store(kind: JobType, jobs: Iterable[NewJob]) -> None:
    # In one order, as the types are: two transactions that store some of the same keys wait for each other in turn.
    ordered = sorted(jobs, key=lambda job: job.key)
    try:
        enqueue_all(kind, ordered)
    except QueueFull as full:
        logger.error("%d pushes were dropped: %s", len(ordered), full)


def payload_of(work: Struct) -> dict[str, object]:
    built: dict[str, object] = to_builtins(work)
    return built


def job_of(work: Work, delay: float) -> NewJob:
    """To one person. While it waits, another one of the same room and kind is the same."""
    (user,) = work.users
    return NewJob(payload_of(work), f"{user}:{work.room}:{work.kind}", delay)


def crowd_job(work: CrowdWork, delay: float = 0.0) -> NewJob:
    """Its people are found when it runs. So while it waits, what comes next there is the same job, whoever writes that and is not told."""
    key = f"{work.room}:{work.thread or 0}:{work.kind}:{work.upto or 0}:{work.after}"
    return NewJob(payload_of(work), key, delay)


def _jobs(notice: Notice) -> Iterable[tuple[JobType, NewJob]]:
    people = sorted(notice.items)
    is_crowd = notice.kind == "here" or ((notice.is_part or len(people) > FEW) and notice.kind not in ALWAYS_ALONE)
    if is_crowd and people:
        work = CrowdWork(notice.room_id, notice.kind, notice.thread_id, min(notice.items.values()))
        yield PUSH_CROWD, crowd_job(work, notice.delay)
        return
    for user in people:
        yield PUSH, job_of(Work(notice.room_id, notice.kind, [user], notice.items[user]), notice.delay)
