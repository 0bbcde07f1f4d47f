"""Who may have a picture looked at now: a worker has few places for the processes that do it."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from core.problems import Problem

# How long one may wait until another picture is done.
WAIT_SECONDS = 60
# The web app sends three files at once.
MOST_OF_ONE = 3
TRY_AGAIN_SECONDS = 1
Person = int | None


class Places:
    """`most` places, for which at most `waiting` callers wait. Each caller holds a thread.

    A person has one place of their own. They may borrow another one while nobody else waits for it, so that the photos
    of one message are looked at side by side.
    """

    def __init__(self, most: int, waiting: int) -> None:
        self._free, self._room = most, most + waiting
        self._changed = threading.Condition()
        self._there: Counter[Person] = Counter()
        self._running: Counter[Person] = Counter()
        self._waiting: list[_Ticket] = []

    @contextmanager
    def entered(self, by: Person) -> Iterator[None]:
        """Be among those who have a place or wait for one. Raises Problem `unavailable` where they are too many."""
        with self._changed:
            if self._there[by] >= MOST_OF_ONE or self._there.total() >= self._room:
                raise Problem("unavailable", "Too many pictures are looked at just now.", wait=TRY_AGAIN_SECONDS)
            self._there[by] += 1
        try:
            yield
        finally:
            with self._changed:
                self._leave(self._there, by)

    @contextmanager
    def taken(self, by: Person, *, may_borrow: bool) -> Iterator[bool]:
        """Hold a place, after `entered`. Yields whether it is borrowed. Raises Problem `scanner_away` where none is
        free for too long."""
        is_borrowed = self._take(_Ticket(by, may_borrow))
        try:
            yield is_borrowed
        finally:
            with self._changed:
                self._free += 1
                self._leave(self._running, by)
                self._changed.notify_all()

    def _take(self, ticket: "_Ticket") -> bool:
        until = time.monotonic() + WAIT_SECONDS
        with self._changed:
            self._waiting.append(ticket)
            try:
                while self._next() is not ticket:
                    if not self._changed.wait(until - time.monotonic()):
                        raise Problem("scanner_away")
                is_borrowed = self._running[ticket.by] > 0
                self._free -= 1
                self._running[ticket.by] += 1
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        return is_borrowed

    def _next(self) -> "_Ticket | None":
        if not self._free:
            return None
        own = (ticket for ticket in self._waiting if not self._running[ticket.by])
        borrowing = (ticket for ticket in self._waiting if ticket.may_borrow)
        return next(own, None) or next(borrowing, None)

    @staticmethod
    def _leave(count: Counter[Person], by: Person) -> None:
        count[by] -= 1
        if not count[by]:
            del count[by]


class _Ticket:
    def __init__(self, by: Person, may_borrow: bool) -> None:
        self.by, self.may_borrow = by, may_borrow
