"""Count what happens in this process. It costs an addition in memory; flushing.py writes the sums once a minute."""

import threading
import time
from collections import Counter

from core.minute_counts.spans import MINUTE

# (minute, name) → amount. Its size is bounded by MOST_WAITING where the database is away.
Sums = Counter[tuple[int, str]]

MOST_WAITING = 10_000

_lock = threading.Lock()
_waiting: Sums = Counter()


def count(name: str, amount: int = 1) -> None:
    """From any thread. Call it after the commit of what is counted."""
    minute = int(time.time()) // MINUTE * MINUTE
    with _lock:
        _waiting[minute, name] += amount


def take() -> Sums:
    """What was counted and not taken yet."""
    global _waiting
    with _lock:
        taken, _waiting = _waiting, Counter()
    return taken


def put_back(sums: Sums) -> None:
    """What could not be written. The oldest minutes go where there are too many."""
    with _lock:
        _waiting.update(sums)
        for key in sorted(_waiting)[:-MOST_WAITING]:
            del _waiting[key]


def waiting(name: str) -> Counter[int]:
    """What this process has counted of this name and not written: amounts by minute."""
    with _lock:
        return Counter({minute: amount for (minute, of), amount in _waiting.items() if of == name})
