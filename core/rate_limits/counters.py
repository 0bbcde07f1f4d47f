"""Counts of what comes too often to ask Redis about each time: messages, frames that look something up, sockets.

They are exact on this worker, at the price of some arithmetic in memory. A thread of its own tells Redis of people who come near a
limit, and learns what they did on other workers meanwhile. Most people never come near one, so Redis hears little of this. While Redis
is away each worker counts for itself, and nobody waits for it. The rates are `ACCOUNT_RATES`, as in core/rate_limits/windows.py.
"""

import logging
import threading
import time
from functools import cached_property
from typing import Any

from django.conf import settings
from redis.exceptions import RedisClusterException, RedisError

from core.problems import Problem
from core.rate_limits.windows import Rate
from core.redis.locations import places

logger = logging.getLogger(__name__)

SHARE_SECONDS = 0.25
# Redis did not answer: it is asked again after so long.
PAUSE_SECONDS = 5.0
# A worker shares the count of who has used a part of a limit: on this many workers nobody gets past it by staying below that on each.
PARTS = 20
# What is open is counted anew in Redis after so long, so that what a killed worker had open is forgotten.
OPEN_SECONDS = 10
# In each such stretch the sum is whole once all workers have told their part.
SETTLE_SECONDS = 2.0

# In a Redis cluster all keys are on one node, by what is in braces.
PREFIX = "irori{counts}"


class Counter:
    """`here` is exact, `elsewhere` what was last heard of the other workers, by person."""

    def __init__(self, name: str, seconds: int) -> None:
        self.name = name
        self._seconds = seconds
        self._number = 0
        self._lock = threading.Lock()
        self._here: dict[int, int] = {}
        self._elsewhere: dict[int, int] = {}
        self._told: dict[int, int] = {}
        self._near: set[int] = set()

    def share(self, redis: Any) -> bool:
        """One trip to Redis, if there is anybody to speak of. False where there is not."""
        with self._lock:
            changes = self._changes()
            number = self._number
            # Noted before the trip: where it fails, nobody knows whether it counted, and counting twice would refuse too early.
            for person, change in changes.items():
                self._told[person] = self._told.get(person, 0) + change
        if changes:
            sums = self._exchange(redis, number, changes)
            with self._lock:
                if number == self._number:
                    self._learn(sums)
        return bool(changes)

    def _changes(self) -> dict[int, int]:
        """By how much what Redis was told of these people is behind. The lock is held."""
        return {person: self._here.get(person, 0) - self._told.get(person, 0) for person in self._near}

    def _learn(self, sums: dict[int, int]) -> None:
        # Less than nothing where Redis was restarted, and has forgotten.
        self._elsewhere.update((person, max(0, count - self._told.get(person, 0))) for person, count in sums.items())

    def _exchange(self, redis: Any, number: int, changes: dict[int, int]) -> dict[int, int]:
        key = f"{PREFIX}{self.name}:{number}"
        pipeline = redis.pipeline(transaction=False)
        for person, change in changes.items():
            pipeline.hincrby(key, str(person), change)
        pipeline.expire(key, 2 * self._seconds)
        return dict(zip(changes, map(int, pipeline.execute()), strict=False))


class RateCounter(Counter):
    """Uses of what an account may do only so often: `ACCOUNT_RATES[name]`, in fixed windows."""

    def __init__(self, name: str) -> None:
        super().__init__(name, seconds=1)
        self._rate = ""
        self._most = 0

    def expect(self, person: int) -> None:
        """Count one more. Raises Problem `rate_limited`; what is refused does not count."""
        now = time.time()
        with self._lock:
            rate = settings.ACCOUNT_RATES[self.name]["anywhere"]
            if self._number != now // self._seconds or self._rate is not rate:
                self._begin(now, rate)
            count = self._here.get(person, 0) + 1
            allowed = count + self._elsewhere.get(person, 0) <= self._most
            if allowed:
                self._here[person] = count
                if count * PARTS >= self._most:
                    self._near.add(person)
                    sharing.wake()
        if not allowed:
            raise Problem("rate_limited", wait=(self._number + 1) * self._seconds - now)

    def _begin(self, now: float, rate: str) -> None:
        self._rate = rate
        self._most, self._seconds = Rate.read(rate)
        self._number = int(now // self._seconds)
        for counts in (self._here, self._elsewhere, self._told, self._near):
            counts.clear()

    def _changes(self) -> dict[int, int]:
        if self._number != time.time() // self._seconds:
            self._near.clear()  # the window is over, and nobody has begun another
        return super()._changes()


class OpenCounter(Counter):
    """What each person has open at this moment; at most the setting `most` at once. `code` is what more is refused with."""

    def __init__(self, name: str, *, most: str, code: str, wait: float) -> None:
        super().__init__(name, OPEN_SECONDS)
        self._most, self._code, self._wait = most, code, wait

    def open(self, person: int) -> None:
        """Raises Problem with the code."""
        most: int = getattr(settings, self._most)
        with self._lock:
            count = self._here.get(person, 0) + 1
            allowed = count + self._elsewhere.get(person, 0) <= most
            if allowed:
                self._here[person] = count
                if count * PARTS >= most:
                    self._near.add(person)
                    sharing.wake()
        if not allowed:
            raise Problem(self._code, wait=self._wait)

    def close(self, person: int) -> None:
        with self._lock:
            count = self._here.pop(person) - 1
            if count:
                self._here[person] = count

    def _changes(self) -> dict[int, int]:
        number = int(time.time() // OPEN_SECONDS)
        if number != self._number:
            self._number = number
            self._told.clear()
        changes = super()._changes()
        # Told once more, as it is by now, whoever has closed most of it is spoken of no longer.
        most: int = getattr(settings, self._most)
        self._near = {person for person in self._near if self._here.get(person, 0) * PARTS >= most}
        return changes

    def _learn(self, sums: dict[int, int]) -> None:
        before = {person: self._elsewhere.get(person, 0) for person in sums}
        super()._learn(sums)
        if time.time() % OPEN_SECONDS < SETTLE_SECONDS:
            self._elsewhere.update((person, max(count, self._elsewhere[person])) for person, count in before.items())
        for person in self._elsewhere.keys() - self._near:
            del self._elsewhere[person]


class Sharing:
    """The thread that takes counts to Redis and back; it ends when there is nobody to speak of, and is begun again."""

    def __init__(self) -> None:
        self.counters: list[Counter] = []
        self._due = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        if not self._due.is_set() and settings.REDIS_URL:
            self._due.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="share counts", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._due.wait()
            time.sleep(SHARE_SECONDS)
            # Before sharing: who comes near a limit meanwhile wakes this thread once more.
            self._due.clear()
            try:
                shared = [counter.share(self._redis) for counter in self.counters]
                if any(shared):
                    self._due.set()
            except (RedisError, RedisClusterException, OSError) as error:
                logger.debug("counts are not shared: %s", type(error).__name__)
                time.sleep(PAUSE_SECONDS)
                self._due.set()

    @cached_property
    def _redis(self) -> Any:
        return places(settings.REDIS_URL)[0].client()


sharing = Sharing()

MESSAGES = RateCounter("message")
LOOKUPS = RateCounter("lookup")
NEW_SOCKETS = RateCounter("socket")
OPEN_SOCKETS = OpenCounter("open sockets", most="MOST_SOCKETS", code="too_many_sockets", wait=10)
COUNTERS = {counter.name: counter for counter in (MESSAGES, LOOKUPS, NEW_SOCKETS)}
sharing.counters += [*COUNTERS.values(), OPEN_SOCKETS]
