"""When a socket's token runs out."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

# The warning comes this long before the end, or half-way there for a token that lives shorter than that.
WARNING_SECONDS = 60.0
# A renewal that was sent in time may still be on its way.
GRACE_SECONDS = 10.0


class TokenExpiry:
    """Two timers: `warn` ahead of the end, `expire` after it. Setting it again, after a renewal, starts both anew."""

    __slots__ = ("_expire", "_timers", "_warn")

    def __init__(self, warn: Callable[[], None], expire: Callable[[], None]) -> None:
        self._warn, self._expire = warn, expire
        self._timers: tuple[asyncio.TimerHandle, ...] = ()

    def set(self, expires_at: datetime) -> None:
        self.cancel()
        loop = asyncio.get_running_loop()
        left = max(0.0, (expires_at - datetime.now(UTC)).total_seconds())
        self._timers = (
            loop.call_later(max(left - WARNING_SECONDS, left / 2), self._warn),
            loop.call_later(left + GRACE_SECONDS, self._expire),
        )

    def cancel(self) -> None:
        for timer in self._timers:
            timer.cancel()

    def end(self) -> None:
        """For good. What it would have called, and what that belongs to, is let go of."""
        self.cancel()
        del self._warn, self._expire
