"""Limits of frames from one person, and of the bytes that a slow reader may leave unread.

core/rate_limits/counters.py holds the limits over all workers (messages, sockets).
"""

import asyncio
import time

from django.conf import settings

# This server's ASGI extension: a function that takes the Allowance by which a socket's frames are counted.
LIMITS = "irori.limits"
# This server's event for the application: the client sent too many frames, and no more are read.
FLOODED = "irori.flooded"

MAX_FRAME_BYTES = 64 * 1024  # of one frame from a client

# A reader this far behind is cut off: it costs memory and would be shown old news. It catches up by `sync` after it has
# connected again.
MOST_BEHIND_BYTES = 1024 * 1024
SLOW_READERS = "slow_readers"  # what core/minute_counts counts of them
# The bound while something else has to be written first. Frames are kept only until that has been read from the
# database.
MOST_HELD_BYTES = 4 * MOST_BEHIND_BYTES
# Events about one person that wait for a socket; a number of events.
MOST_WAITING_EVENTS = 1000
# Frames and bytes of one client that wait for the application. Beyond them the server stops reading from the client.
MOST_WAITING_FRAMES = 64
MOST_WAITING_BYTES = 256 * 1024
# Fragments of one message.
MOST_FRAGMENTS = 64
# A read of fewer bytes that leaves a frame unfinished costs as much as a frame and counts as one. No network cuts one
# send into smaller pieces (RFC 9293 3.7.1).
SMALL_READ_BYTES = 512
# Seconds within which a frame, or a message in fragments, has to be whole.
FRAME_SECONDS = 30.0
# What a client may still send after the server's close frame, while it does not read.
MOST_FRAMES_AFTER_CLOSE = 10_000
MOST_BYTES_AFTER_CLOSE = 16 * 1024 * 1024
# A person may send at once what they may send in this time, for example an outbox that comes back online.
BURST_SECONDS = 5


class TokenBucket:
    """`rate` units a second in the long run, `rate * burst_seconds` units at once."""

    __slots__ = ("_capacity", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst_seconds: float) -> None:
        self._rate = rate
        self._capacity = self._tokens = rate * burst_seconds
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Take one unit. Returns False when none is left."""
        self._fill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def spend(self, amount: int) -> float:
        """Take units that were used already. Returns the seconds until the bucket is out of debt."""
        self._fill()
        self._tokens -= amount
        return max(0.0, -self._tokens / self._rate)

    def _fill(self) -> None:
        now = time.monotonic()
        self._tokens = min(self._capacity, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now


class Allowance:
    """What one person may send to this worker through all their sockets together."""

    __slots__ = ("bytes", "frames", "sockets")

    def __init__(self) -> None:
        self.frames = TokenBucket(settings.SOCKET_FRAMES_PER_SECOND, BURST_SECONDS)
        self.bytes = TokenBucket(settings.SOCKET_BYTES_PER_SECOND, BURST_SECONDS)
        self.sockets = 0


class Allowances:
    """The allowances of people who have sockets on this worker."""

    def __init__(self) -> None:
        self._of: dict[int, Allowance] = {}

    def take(self, user_id: int) -> Allowance:
        """The person's allowance for one socket. The socket gives it back when it closes."""
        allowance = self._of.get(user_id)
        if allowance is None:
            allowance = self._of[user_id] = Allowance()
        allowance.sockets += 1
        return allowance

    def give_back(self, user_id: int) -> None:
        allowance = self._of[user_id]
        allowance.sockets -= 1
        if not allowance.sockets:
            # A person who reconnects at once must not find a full bucket. After BURST_SECONDS it would be full anyway.
            asyncio.get_running_loop().call_later(BURST_SECONDS, self._forget, user_id)

    def _forget(self, user_id: int) -> None:
        allowance = self._of.get(user_id)
        if allowance is not None and not allowance.sockets:
            del self._of[user_id]


allowances = Allowances()


class Pace:
    """Allow each key once in `seconds`; an earlier call is not due."""

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

    def forget(self, key: int) -> None:
        self._last.pop(key, None)
