"""How often somebody may do something: counted in fixed windows of time, by increments that are atomic in Redis.

So neither many workers nor simultaneous requests let more through. Without Redis, or while it is away, each worker counts for itself
(core/redis/cache.py). The rates are settings, by name: `RATES` for an IP address, `ACCOUNT_RATES` for an account.
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

SECONDS = {"s": 1, "min": 60, "hour": 3600, "day": 24 * 3600}


class Rate(NamedTuple):
    most: int
    seconds: int

    def times(self, factor: float) -> "Rate":
        return Rate(int(self.most * factor), self.seconds)

    @classmethod
    def read(cls, text: str) -> "Rate":
        """`30/min`, `10/10min`."""
        found = re.fullmatch(r"(\d+)/(\d*)(s|min|hour|day)", text)
        if found is None:
            raise ValueError(f"{text!r} is no rate: write 30/min or 10/10min")
        most, times, unit = found.groups()
        return cls(int(most), int(times or 1) * SECONDS[unit])


class Window:
    """The uses of one kind by one somebody, in the present stretch of time; `together` with the other workers' count, or here alone."""

    def __init__(self, rate: Rate, *what: str, together: bool = True) -> None:
        now = time.time()
        number = int(now // rate.seconds)
        self.rate = rate
        self._together = together
        self.wait = (number + 1) * rate.seconds - now
        # Hashed: neither names nor addresses lie about in Redis, and whatever somebody sends as a name fits into a key.
        self._key = f"tries:{hashlib.sha256(repr((what, number)).encode()).hexdigest()}"

    def add(self, amount: int = 1) -> bool:
        """Count so many more; whether they are still within the rate."""
        return self._in_cache(lambda cache: self._add(cache, amount)) <= self.rate.most

    def take_back(self, amount: int = 1) -> None:
        with suppress(ValueError):  # the cache has lost it meanwhile
            self._in_cache(lambda cache: cache.decr(self._key, amount))

    def expect(self, amount: int = 1) -> None:
        """Count so many more. Raises Problem `rate_limited` where they are too many."""
        if not self.add(amount):
            raise Problem("rate_limited", wait=self.wait)

    def _in_cache(self, do: Callable[[BaseCache], int]) -> int:
        return shared(do) if self._together else do(caches["local"])

    def _add(self, cache: BaseCache, amount: int) -> int:
        # Kept for longer than the window, so that it does not expire between the two calls.
        kept = 2 * self.rate.seconds
        cache.add(self._key, 0, timeout=kept)
        try:
            return cache.incr(self._key, amount)
        except ValueError:
            # Evicted, or what was there is no number: counting begins again.
            cache.set(self._key, amount, timeout=kept)
            return amount


def count(scope: str, *, account: str, amount: int = 1) -> None:
    """`amount` more uses of what an account may do only so often (`ACCOUNT_RATES[scope]`). Raises Problem `rate_limited`."""
    Window(Rate.read(settings.ACCOUNT_RATES[scope]["anywhere"]), scope, account).expect(amount)
