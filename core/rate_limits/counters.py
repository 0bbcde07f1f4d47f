"""Rate limits of frequent actions: messages, frames that look something up, sockets. No action waits for Redis.

A worker counts exactly, in memory. A separate thread sends Redis the counts of people who come near a limit, and reads
their counts at other workers. Most people never come near a limit, so traffic is low. While Redis is away each worker
counts for itself. The rates are `ACCOUNT_RATES`, as in core/rate_limits/windows.py.
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
# Seconds before Redis is asked again after it did not answer.
PAUSE_SECONDS = 5.0
# A worker shares the count of a person who has used 1/PARTS of a limit. So nobody exceeds it by using less at each of
# PARTS workers.
PARTS = 20
# Seconds after which open sockets are counted anew in Redis, so that the sockets of a killed worker are forgotten.
OPEN_SECONDS = 10
# Seconds after which all workers have told their part of a new count.
SETTLE_SECONDS = 2.0

# The part in braces puts all keys on one node of a Redis cluster.
PREFIX = "irori{counts}"


class Counter:
    """Counts by person: `here` is exact, `elsewhere` is the last known sum of the other workers."""

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
        """Exchange the counts of people near the limit, with one trip to Redis. Returns False when there are no such
        people."""
        with self._lock:
            changes = self._changes()
            number = self._number
            # Noted before the trip: when the trip fails, Redis may have counted, and counting twice would refuse too
            # early.
            for person, change in changes.items():
                self._told[person] = self._told.get(person, 0) + change
        if changes:
            sums = self._exchange(redis, number, changes)
            with self._lock:
                if number == self._number:
                    self._learn(sums)
        return bool(changes)

    def _changes(self) -> dict[int, int]:
        """What Redis has not been told yet, by person. The caller holds the lock."""
        return {person: self._here.get(person, 0) - self._told.get(person, 0) for person in self._near}

    def _learn(self, sums: dict[int, int]) -> None:
        # Negative when Redis was restarted and has lost the counts.
        self._elsewhere.update((person, max(0, count - self._told.get(person, 0))) for person, count in sums.items())

    def _exchange(self, redis: Any, number: int, changes: dict[int, int]) -> dict[int, int]:
        key = f"{PREFIX}{self.name}:{number}"
        pipeline = redis.pipeline(transaction=False)
        for person, change in changes.items():
            pipeline.hincrby(key, str(person), change)
        pipeline.expire(key, 2 * self._seconds)
        return dict(zip(changes, map(int, pipeline.execute()), strict=False))


class RateCounter(Counter):
    """Counts the uses of one rate, `ACCOUNT_RATES[name]`, by person and in fixed windows."""

    def __init__(self, name: str) -> None:
        super().__init__(name, seconds=1)
        self._rate = ""
        self._most = 0

    def expect(self, person: int, amount: int = 1) -> None:
        """Count so many uses. Raises Problem `rate_limited`; what is refused does not count."""
        now = time.time()
        with self._lock:
            rate = settings.ACCOUNT_RATES[self.name]["anywhere"]
            if self._number != now // self._seconds or self._rate is not rate:
                self._begin(now, rate)
            count = self._here.get(person, 0) + amount
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
            self._near.clear()  # the window is over, and no use has begun a new one
        return super()._changes()


class OpenCounter(Counter):
    """Counts what each person has open, up to the setting named `most`. `code` is the Problem that refuses more."""

    def __init__(self, name: str, *, most: str, code: str, wait: float) -> None:
        super().__init__(name, OPEN_SECONDS)
        self._most, self._code, self._wait = most, code, wait

    def open(self, person: int) -> None:
        """Count one more. Raises Problem with this counter's code."""
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
        # Counts of people who have closed most of their sockets are sent once more, and then no longer.
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
    """The thread that exchanges counts with Redis. It sleeps while nobody is near a limit."""

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
            # Cleared before sharing: a person who comes near a limit meanwhile wakes this thread again.
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
LONG_TEXTS = RateCounter("long_text")
LOOKUPS = RateCounter("lookup")
NEW_SOCKETS = RateCounter("socket")
FETCHES = RateCounter("file")
OPEN_SOCKETS = OpenCounter("open sockets", most="MOST_SOCKETS", code="too_many_sockets", wait=10)
COUNTERS = {counter.name: counter for counter in (MESSAGES, LONG_TEXTS, LOOKUPS, NEW_SOCKETS, FETCHES)}
sharing.counters += [*COUNTERS.values(), OPEN_SOCKETS]
