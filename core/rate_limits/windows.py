"""Rate limits in fixed windows of time, counted by atomic increments in Redis.

Neither many workers nor simultaneous requests let more through. Without Redis, or while it is away, each worker counts
for itself (core/redis/cache.py). The rates are settings, by name: `RATES` for an IP, `ACCOUNT_RATES` for an account.
"""

import hashlib
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.core.cache import BaseCache, caches

from core.problems import Problem
from core.redis.cache import shared
from core.redis.shared_cache import SharedCache

SECONDS = {"s": 1, "min": 60, "hour": 3600, "day": 24 * 3600}


class Rate(NamedTuple):
    most: int
    seconds: int

    def times(self, factor: float) -> "Rate":
        return Rate(int(self.most * factor), self.seconds)

    @classmethod
    def read(cls, text: str) -> "Rate":
        """Parse `30/min` or `10/10min`. Raises ValueError."""
        found = re.fullmatch(r"(\d+)/(\d*)(s|min|hour|day)", text)
        if found is None:
            raise ValueError(f"{text!r} is no rate: write 30/min or 10/10min")
        most, times, unit = found.groups()
        return cls(int(most), int(times or 1) * SECONDS[unit])


class Window:
    """The count of one action by one caller in the present window. `together`: all workers share the count;
    otherwise it is this worker's own."""

    def __init__(self, rate: Rate, *what: str, together: bool = True) -> None:
        now = time.time()
        number = int(now // rate.seconds)
        self.rate = rate
        self._together = together
        self.wait = (number + 1) * rate.seconds - now
        # Hashed, so that Redis holds neither names nor IPs, and any name fits into a key.
        self._key = f"tries:{hashlib.sha256(repr((what, number)).encode()).hexdigest()}"

    def add(self, amount: int = 1) -> bool:
        """Count `amount` more. Returns whether the sum is within the rate."""
        return self.count(amount) <= self.rate.most

    def count(self, amount: int = 1) -> int:
        """Count `amount` more. Returns the sum."""
        return self._in_cache(lambda cache: self._add(cache, amount))

    def take_back(self, amount: int = 1) -> None:
        with suppress(ValueError):  # the cache has lost the key meanwhile
            self._in_cache(lambda cache: cache.decr(self._key, amount))

    def expect(self, amount: int = 1) -> None:
        """Count `amount` more. Raises Problem `rate_limited` when the sum exceeds the rate."""
        if not self.add(amount):
            raise Problem("rate_limited", wait=self.wait)

    def _in_cache(self, do: Callable[[BaseCache], int]) -> int:
        return shared(do) if self._together else do(caches["local"])

    def _add(self, cache: BaseCache, amount: int) -> int:
        # Kept longer than the window, so that the key does not expire between the two calls.
        kept = 2 * self.rate.seconds
        if isinstance(cache, SharedCache):
            return cache.count(self._key, amount, kept)
        cache.add(self._key, 0, timeout=kept)
        try:
            return cache.incr(self._key, amount)
        except ValueError:
            # The key was evicted, or held no number: start again from `amount`.
            cache.set(self._key, amount, timeout=kept)
            return amount


def count(scope: str, *, account: str, amount: int = 1) -> None:
    """Count `amount` more uses of the rate `ACCOUNT_RATES[scope]` by an account. Raises Problem `rate_limited`."""
    Window(Rate.read(settings.ACCOUNT_RATES[scope]["anywhere"]), scope, account).expect(amount)
