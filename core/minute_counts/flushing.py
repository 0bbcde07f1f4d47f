"""Write the counts of this process once a minute, and what its gauges say a little more often where others read it."""

import logging
import random
import threading
import time

from django.db import DatabaseError, InterfaceError

from core.db.threads import fresh_connections
from core.minute_counts import counting, gauges, storing
from core.minute_counts.spans import HOUR, MINUTE

logger = logging.getLogger(__name__)

# After the end of a minute, so that its row is complete; not all workers at once.
LATER_SECONDS = (1.0, 5.0)
STOP_SECONDS = 3.0

_stopping = threading.Event()
_threads: list[threading.Thread] = []


def start() -> None:
    """For a process that serves."""
    if not _threads:
        _threads.append(threading.Thread(target=_keep, name="minute-counts", daemon=True))
        _threads[0].start()


def stop() -> None:
    """Write what is left: a restart loses nothing. A killed process loses the counts of its last minute."""
    _stopping.set()
    for thread in _threads:
        thread.join(STOP_SECONDS)
    gauges.withdraw()
    flush()


def flush() -> None:
    if not (sums := counting.take()):
        return
    try:
        with fresh_connections():
            storing.add(sums)
    except (DatabaseError, InterfaceError) as error:
        counting.put_back(sums)
        logger.warning("Counts of the last minute wait for the next: %s", type(error).__name__)


def _keep() -> None:
    pruned_at, due = 0.0, _next_minute()
    while not _stopping.wait(min(gauges.PUBLISH_SECONDS, max(0.0, due - time.time()))):
        gauges.publish()
        if time.time() < due:
            continue
        flush()
        due = _next_minute()
        if time.time() - pruned_at > HOUR:
            pruned_at = time.time()
            _prune()


def _prune() -> None:
    try:
        with fresh_connections():
            storing.prune()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Old counts stay for an hour more: %s", type(error).__name__)


def _next_minute() -> float:
    return (time.time() // MINUTE + 1) * MINUTE + random.uniform(*LATER_SECONDS)
