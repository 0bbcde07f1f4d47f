"""The expiry of a socket's token."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

# Seconds between the warning and the expiry. A token that lives shorter is warned of half-way.
WARNING_SECONDS = 60.0
# Seconds for a renewal that was sent in time and is still on its way.
GRACE_SECONDS = 10.0


class TokenExpiry:
    """Two timers: `warn` fires before the expiry, `expire` after it. `set` restarts both, for example after a
    renewal."""

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
        """Stop for good, and drop the references to the socket."""
        self.cancel()
        del self._warn, self._expire
