"""How much somebody reads over REST: the bytes of all answers, added up by account when they are written.

A small answer must not wait for Redis, so a worker tells the others of a quarter of a megabyte at once. Who has read too much is known
before the next answer is read from the database: each worker remembers it until the window ends.
"""

import threading
import time

from core.problems import Problem
from core.rate_limits.windows import count

KIB = 1024
TOLD_BYTES = 256 * KIB
# Forgetting what so many have read, a quarter of a megabyte each at most, is better than remembering everybody for ever.
MOST_ACCOUNTS = 50_000

_lock = threading.Lock()
_untold: dict[str, int] = {}
_over_until: dict[str, float] = {}


def note(account: str, size: int) -> None:
    """Somebody gets an answer of so many bytes."""
    told = _add(account, size)
    if not told:
        return
    try:
        count("read", account=account, amount=told // KIB)
    except Problem as problem:
        _over_until[account] = time.monotonic() + (problem.wait or 0)


def wait_of(account: str) -> float | None:
    """After how many seconds they may read again; None for now."""
    left = _over_until.get(account, 0.0) - time.monotonic()
    if left > 0:
        return left
    _over_until.pop(account, None)
    return None


def forget() -> None:
    """Everything, as a worker that has just started."""
    _untold.clear()
    _over_until.clear()


def _add(account: str, size: int) -> int:
    """How many bytes are to be told."""
    with _lock:
        if len(_untold) > MOST_ACCOUNTS:
            _untold.clear()
        total = _untold.pop(account, 0) + size
        if total >= TOLD_BYTES:
            return total
        _untold[account] = total
        return 0
