"""A lock for each key: expensive work of one person runs once at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.problems import Problem


class KeyedLock:
    """Locks by key, in this process. At most `most` callers wait for one key, each for at most `seconds`, and each
    holds a thread."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._lock = threading.Lock()
        self._turns: dict[int, _Entry] = {}

    @contextmanager
    def turn(self, key: int) -> Iterator[None]:
        """Hold the lock of this key. Raises Problem `rate_limited` when too many callers wait or this caller waits
        too long."""
        turn = self._enter(key)
        try:
            if not turn.lock.acquire(timeout=self._seconds):
                raise Problem("rate_limited", wait=1)
            try:
                yield
            finally:
                turn.lock.release()
        finally:
            self._leave(key, turn)

    def _enter(self, key: int) -> "_Entry":
        with self._lock:
            turn = self._turns.setdefault(key, _Entry())
            if turn.there > self._most:
                raise Problem("rate_limited", wait=1)
            turn.there += 1
            return turn

    def _leave(self, key: int, turn: "_Entry") -> None:
        with self._lock:
            turn.there -= 1
            if not turn.there:
                del self._turns[key]


class _Entry:
    """`there`: the number of callers that hold the lock or wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.there = 0
