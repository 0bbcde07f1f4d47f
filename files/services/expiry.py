"""When the next upload, or file that nothing uses, ends: a day after it began."""

from core.jobs import queue
from files import limits
from files.jobs import EXPIRY

# The job's clock is the database's. Where that is behind, the job comes a little early and asks again after this time.
SOONEST_SECONDS = 1.0


def watch(seconds: float = limits.DAY.total_seconds()) -> None:
    """Let a job end uploads in this time at the latest. In the transaction that stored the upload, before `usage.watch`:
    two transactions that lock these two jobs in two orders wait for each other."""
    queue.enqueue_soonest(EXPIRY, {}, key="next", delay=max(SOONEST_SECONDS, seconds))
