"""Whether the workers hear each other through a Redis host.

A connection does not tell: a hung Redis keeps it open, and a dead link stays half open for a quarter of an hour. So every worker publishes
a beat on one channel that all of them listen to. Who does not hear itself cannot trust what it hears of others; who does not hear another
worker any more does not know what that one has stored. Each is a doubt, and a doubt is settled by looking at the database.
"""

import secrets
from collections.abc import Callable

BEAT_SECONDS = 0.5
# Counted in beats and not in seconds, so that a worker that was too busy to listen does not take itself for deaf.
LATE_BEATS = 2
DEAD_BEATS = 6
# Somebody who is cut off from Redis goes on storing messages; somebody who was killed does not. Nobody can tell the two apart.
MISSED_BEATS = 600


class Liveness:
    """One worker's view. `doubt` is called whenever something may have been missed that was not in doubt before."""

    def __init__(self, doubt: Callable[[], None]) -> None:
        self.away = False
        self._doubt = doubt
        self._name = secrets.token_hex(4)
        self._lost = 0
        self._unheard = 0
        self._others: dict[str, Other] = {}
        self._doubts = self._settled = 0

    def beat(self) -> bytes:
        """To be published now. It tells how much of this worker's has been lost, so that the others look for it."""
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
        """Nothing that arrives can be trusted to be all there is, until our own beat is among it again."""
        self._unheard = max(self._unheard, LATE_BEATS + 1)
        if not self.away:
            self.away = True
            self.begin_doubt()

    @property
    def is_dead(self) -> bool:
        """Past waiting for: a new connection is worth trying."""
        return self._unheard > DEAD_BEATS

    def try_again(self) -> None:
        """A new connection has as long as the first one had."""
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
        """How many there have been: to be noted before looking at the database, and given to `settle` after it."""
        return self._doubts

    def settle(self, doubts: int) -> bool:
        """Everything there was to miss until then has been read. False when there is something new."""
        if doubts == self._doubts and self.hears_itself:
            self._settled, self.away = doubts, False
        return not self.away

    def begin_doubt(self) -> None:
        self._doubts += 1
        self._doubt()


class Other:
    """A worker that was heard; oneself is among them."""

    def __init__(self, lost: str) -> None:
        self.lost = lost
        self.unheard = 0

    @property
    def is_missing(self) -> bool:
        return self.unheard > LATE_BEATS
