"""Limit the bytes that an account reads over REST. Bytes are added up when answers are written.

A small answer must not wait for Redis, so a worker tells the others in steps of a quarter of a megabyte. Each worker
remembers the accounts that read too much until the window ends, and refuses them before it reads from the database.
"""

import threading
import time

from core.problems import Problem
from core.rate_limits.windows import count

KIB = 1024
TOLD_BYTES = 256 * KIB
# Above this number of accounts all untold bytes are forgotten, at most a quarter of a megabyte each, so that memory is
# bounded.
MOST_ACCOUNTS = 50_000

_lock = threading.Lock()
_untold: dict[str, int] = {}
_over_until: dict[str, float] = {}


def note(account: str, size: int) -> None:
    """Count an answer of `size` bytes."""
    told = _add(account, size)
    if not told:
        return
    try:
        count("read", account=account, amount=told // KIB)
    except Problem as problem:
        _over_until[account] = time.monotonic() + (problem.wait or 0)


def wait_of(account: str) -> float | None:
    """Seconds until this account may read again; None where it may now."""
    left = _over_until.get(account, 0.0) - time.monotonic()
    if left > 0:
        return left
    _over_until.pop(account, None)
    return None


def forget() -> None:
    """Forget all counts, as a restart does."""
    _untold.clear()
    _over_until.clear()


def _add(account: str, size: int) -> int:
    """Add bytes. Returns the bytes to tell the other workers now, or 0."""
    with _lock:
        if len(_untold) > MOST_ACCOUNTS:
            _untold.clear()
        total = _untold.pop(account, 0) + size
        if total >= TOLD_BYTES:
            return total
        _untold[account] = total
        return 0
