"""Connections that stay open for the next request to the same target: many pushes go to few services, and a handshake of TLS
costs more than all else of a push.

Such a connection goes to the address that was checked when it was opened. It ends before a name would have to be looked up
again.
"""

import select
import threading
import time
from collections.abc import Hashable

from core.net.connection import Connection

IDLE_SECONDS = 10.0
# Since it was opened: about as long as resolvers remember names that move.
LONGEST_SECONDS = 60.0
MOST_KEPT = 32


class KeptConnections:
    """Of one process, for all its threads. What nobody takes stays until the next one is kept, or taken."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: list[tuple[float, Hashable, Connection]] = []

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, target: Hashable) -> Connection | None:
        """The one that was used last, if its server has neither ended it nor said anything unasked. The caller ends it, or keeps it
        again."""
        while connection := self._next(target):
            if not _has_ended(connection):
                return connection
            connection.end()
        return None

    def keep(self, target: Hashable, connection: Connection) -> None:
        """Its last answer was read to the end."""
        now = time.monotonic()
        with self._lock:
            self._kept.append((now, target, connection))
            self._end_old(now)

    def end_all(self) -> None:
        with self._lock:
            for _, _, connection in self._kept:
                connection.end()
            self._kept.clear()

    def _next(self, target: Hashable) -> Connection | None:
        with self._lock:
            self._end_old(time.monotonic())
            for at in range(len(self._kept) - 1, -1, -1):
                if self._kept[at][1] == target:
                    return self._kept.pop(at)[2]
        return None

    def _end_old(self, now: float) -> None:
        fresh = [
            each for each in self._kept if now - each[0] < IDLE_SECONDS and now - each[2].opened_at < LONGEST_SECONDS
        ][-self._most :]
        for each in self._kept:
            if each not in fresh:
                each[2].end()
        self._kept = fresh


def _has_ended(connection: Connection) -> bool:
    try:
        poll = select.poll()
        poll.register(connection.socket, select.POLLIN)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        return True
