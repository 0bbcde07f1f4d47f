"""Whether workers hear each other through a Redis host.

An open connection proves nothing: a hung Redis keeps it open, and a dead link stays half open for a quarter of an hour.
So every worker publishes a beat on one channel, and all workers listen to that channel. A worker that does not hear its
own beat cannot trust what it hears of others. A worker that stops hearing another worker does not know what that worker
has stored. Each case is a doubt. A read of the database settles a doubt.
"""

import secrets
from collections.abc import Callable

BEAT_SECONDS = 0.5
# Beats are counted instead of seconds: a worker that was too busy to listen must not take itself for deaf.
LATE_BEATS = 2
DEAD_BEATS = 6
# A worker that is cut off from Redis goes on storing messages; a killed worker does not. Other workers cannot tell the
# two apart.
MISSED_BEATS = 600


class Liveness:
    """One worker's view. It calls `doubt` when something may have been missed and was not in doubt before."""

    def __init__(self, doubt: Callable[[], None]) -> None:
        self.away = False
        self._doubt = doubt
        self._name = secrets.token_hex(4)
        self._lost = 0
        self._unheard = 0
        self._others: dict[str, Other] = {}
        self._doubts = self._settled = 0

    def beat(self) -> bytes:
        """The beat to publish now. It carries the number of this worker's lost publishes, so that other workers read
        them from the database."""
        self._unheard += 1
        if self._unheard > LATE_BEATS:
            self.lose()
        for name, other in list(self._others.items()):
            other.unheard += 1
            if other.unheard == LATE_BEATS + 1:
                self.begin_doubt()
            elif other.unheard > MISSED_BEATS:
                del self._others[name]
        return f"{self._name} {self._lost}".encode()

    def hear(self, beat: bytes) -> None:
        name, _, lost = beat.decode().partition(" ")
        if name == self._name:
            self._unheard = 0
        other = self._others.setdefault(name, Other(lost))
        if other.is_missing or other.lost != lost:
            self.begin_doubt()
        other.lost, other.unheard = lost, 0

    def publishes_lost(self, count: int) -> None:
        self._lost += count

    def lose(self) -> None:
        """Distrust everything that arrives until this worker hears its own beat again."""
        self._unheard = max(self._unheard, LATE_BEATS + 1)
        if not self.away:
            self.away = True
            self.begin_doubt()

    @property
    def is_dead(self) -> bool:
        """Whether the connection has been silent long enough to open a new one."""
        return self._unheard > DEAD_BEATS

    def try_again(self) -> None:
        """Give a new connection as much time as the first one had."""
        self._unheard = LATE_BEATS + 1

    @property
    def hears_itself(self) -> bool:
        return self._unheard <= LATE_BEATS

    # -- Doubts

    @property
    def is_certain(self) -> bool:
        return (
            not self.away
            and self._doubts == self._settled
            and not any(other.is_missing for other in self._others.values())
        )

    @property
    def doubts(self) -> int:
        """The number of doubts so far. Note it before a read of the database, and pass it to `settle` afterwards."""
        return self._doubts

    def settle(self, doubts: int) -> bool:
        """End the doubts up to this number: the database has been read since. Returns False when a new doubt has
        begun."""
        if doubts == self._doubts and self.hears_itself:
            self._settled, self.away = doubts, False
        return not self.away

    def begin_doubt(self) -> None:
        self._doubts += 1
        self._doubt()


class Other:
    """A worker whose beats were heard. This worker is one of them."""

    def __init__(self, lost: str) -> None:
        self.lost = lost
        self.unheard = 0

    @property
    def is_missing(self) -> bool:
        return self.unheard > LATE_BEATS
