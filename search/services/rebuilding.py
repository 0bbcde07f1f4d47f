"""Indexing on command, without the pauses of the job: all of it again, or what is missing."""

from collections.abc import Callable, Iterator

from core.jobs import queue
from search.jobs import INDEX
from search.models import IndexedRoom
from search.selectors import lags
from search.selectors.lags import Lag
from search.services import indexing

ROOMS_AT_ONCE = 1000

# Is told how many changes are indexed, of how many.
Report = Callable[[int, int], None]


def forget_all() -> None:
    """Let every room be indexed from its beginning. Its chunks stay until they are written again, and are searched
    meanwhile."""
    IndexedRoom.objects.update(rev=0)
    # Where the command ends before it is done, a worker goes on.
    queue.enqueue(INDEX, {}, key="soon", delay=lags.QUIET.total_seconds())


def bring_up(report: Report) -> int:
    """Index what is missing now, and return how many changes that were. What is written meanwhile is left to the job."""
    behind = [*_behind()]
    total, done = sum(lag.changes for lag in behind), 0
    for lag in behind:
        while indexing.step(lag):
            report(done + _indexed(lag), total)
        done += lag.changes
        report(done, total)
    return total


def _behind() -> Iterator[Lag]:
    last = 0
    while found := lags.after(last, ROOMS_AT_ONCE):
        yield from found
        last = found[-1].room_id


def _indexed(lag: Lag) -> int:
    now = [now.rev for now in lags.of_rooms([lag.room_id])]
    return min(now[0], lag.newest) - lag.rev if now else lag.changes
