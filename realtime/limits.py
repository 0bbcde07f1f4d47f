"""How fast a person may ask through their sockets, and how far a client may fall behind.

What is counted over all workers (messages, sockets) is in core/rate_limits/counters.py.
"""

import asyncio
import time

from django.conf import settings

# Our server's ASGI extension: a function that is told by whose Allowance it counts the frames of a socket.
LIMITS = "irori.limits"
# And its event for the application: there were too many, and no more are read.
FLOODED = "irori.flooded"

MAX_FRAME_BYTES = 64 * 1024  # of a frame from a client

# A reader this far behind is cut off: it costs memory, and would be shown the past. It catches up by `sync` when it comes back.
MOST_BEHIND_BYTES = 1024 * 1024
# The same while something else has to be written first: it is kept only until that is read from the database.
MOST_HELD_BYTES = 4 * MOST_BEHIND_BYTES
# Events about one person that wait for a socket.
MOST_WAITING_EVENTS = 1000
# What one client has sent and may wait for the application; then the client has to wait.
MOST_WAITING_FRAMES = 64
MOST_WAITING_BYTES = 256 * 1024
# Frames that one message may be cut into.
MOST_FRAGMENTS = 64
# A read of fewer bytes that leaves a frame unfinished costs as much as a frame, and counts as one. No network cuts what is sent at once
# into smaller pieces (RFC 9293 3.7.1).
SMALL_READ_BYTES = 512
# A frame that was begun, or a message in fragments, is whole after so long.
FRAME_SECONDS = 30.0
# What a client may still send after it was told that its socket is closed, while it does not read.
MOST_FRAMES_AFTER_CLOSE = 10_000
MOST_BYTES_AFTER_CLOSE = 16 * 1024 * 1024
# What a person may send at once is what they may send in this time: an outbox that comes back online, for example.
BURST_SECONDS = 5


class TokenBucket:
    """`rate` a second in the long run, `rate * burst_seconds` at once."""

    __slots__ = ("_capacity", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst_seconds: float) -> None:
        self._rate = rate
        self._capacity = self._tokens = rate * burst_seconds
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        self._fill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def spend(self, amount: int) -> float:
        """Take what was used already; after how many seconds it is made up for."""
        self._fill()
        self._tokens -= amount
        return max(0.0, -self._tokens / self._rate)

    def _fill(self) -> None:
        now = time.monotonic()
        self._tokens = min(self._capacity, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now


class Allowance:
    """What one person may send to this worker, through all their sockets together."""

    __slots__ = ("bytes", "frames", "sockets")

    def __init__(self) -> None:
        self.frames = TokenBucket(settings.SOCKET_FRAMES_PER_SECOND, BURST_SECONDS)
        self.bytes = TokenBucket(settings.SOCKET_BYTES_PER_SECOND, BURST_SECONDS)
        self.sockets = 0


class Allowances:
    """Of the people who have sockets here."""

    def __init__(self) -> None:
        self._of: dict[int, Allowance] = {}

    def take(self, user_id: int) -> Allowance:
        """For one socket, until it is given back."""
        allowance = self._of.get(user_id)
        if allowance is None:
            allowance = self._of[user_id] = Allowance()
        allowance.sockets += 1
        return allowance

    def give_back(self, user_id: int) -> None:
        allowance = self._of[user_id]
        allowance.sockets -= 1
        if not allowance.sockets:
            # Whoever comes back at once must not find it full again. After this time it would be.
            asyncio.get_running_loop().call_later(BURST_SECONDS, self._forget, user_id)

    def _forget(self, user_id: int) -> None:
        allowance = self._of.get(user_id)
        if allowance is not None and not allowance.sockets:
            del self._of[user_id]


allowances = Allowances()


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

    def forget(self, key: int) -> None:
        self._last.pop(key, None)
