"""How fast a client may ask, and how far it may fall behind."""

import time

# A reader this far behind is cut off: it costs memory, and would be shown the past. It catches up by `sync` when it comes back.
MOST_BEHIND_BYTES = 1024 * 1024
# Frames of one client that may wait for the application; then the client has to wait.
MOST_WAITING_FRAMES = 64


class TokenBucket:
    """`rate` requests a second in the long run, `rate * burst_seconds` at once."""

    __slots__ = ("_capacity", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst_seconds: float) -> None:
        self._rate = rate
        self._capacity = self._tokens = rate * burst_seconds
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Whether one more request is allowed now."""
        now = time.monotonic()
        self._tokens = min(self._capacity, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Pace:
    """For each key at most once in so many seconds; what comes sooner is left out."""

    __slots__ = ("_last", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: dict[int, float] = {}

    def is_due(self, key: int) -> bool:
        now = time.monotonic()
        if now - self._last.get(key, -self._seconds) < self._seconds:
            return False
        self._last[key] = now
        return True
