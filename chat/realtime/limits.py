"""How fast a client may ask."""

import time


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
