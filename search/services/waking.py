"""Telling the job that there is something to index. A send writes nothing for search: it looks at a clock."""

import time

from django.db import DatabaseError

from core.db.commits import after_commit
from core.jobs import queue
from core.jobs.declarations import QueueFull
from search.jobs import INDEX

# Of one process. What is written meanwhile is found all the same: it is read as it is.
EVERY_SECONDS = 5.0
# Several processes that wake it at about the same time wake it once.
DELAY_SECONDS = 1.0

_next = 0.0


def wake(**_: object) -> None:
    """Receiver of the signals of messages."""
    global _next
    now = time.monotonic()
    if now < _next:
        return
    _next = now + EVERY_SECONDS
    # After the commit: a job of this key that another process is storing just now would be waited for with rooms locked.
    after_commit(_enqueue)


def _enqueue() -> None:
    try:
        queue.enqueue(INDEX, {}, key="soon", delay=DELAY_SECONDS)
    except (DatabaseError, QueueFull):
        # The next message tries again.
        return
