"""Requests that wait for an endpoint. They hold a thread of the database's meanwhile, so few may at once, and one of a person."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.net import client
from core.net.refusals import Refused
from core.problems import Problem
from core.rate_limits.windows import count

# In one process. So many others wait, for this long.
MOST_AT_ONCE, MOST_WAITING = 2, 2
WAIT_SECONDS = 1.0
RESOLVE_SECONDS = 3.0


class Places:
    def __init__(self) -> None:
        self._holders: set[int] = set()
        self._waiting: set[int] = set()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, user_id: int) -> Iterator[None]:
        """Raises Problem `rate_limited` where others do the same, and at once where this person does on another device: who
        waits holds a thread, too."""
        with self._changed:
            if not self._enter(user_id):
                raise Problem("rate_limited", wait=WAIT_SECONDS)
            self._holders.add(user_id)
        try:
            yield
        finally:
            with self._changed:
                self._holders.discard(user_id)
                self._changed.notify_all()

    def _enter(self, user_id: int) -> bool:
        if user_id in self._holders | self._waiting or len(self._waiting) >= MOST_WAITING:
            return False
        self._waiting.add(user_id)
        try:
            return self._changed.wait_for(lambda: len(self._holders) < MOST_AT_ONCE, WAIT_SECONDS)
        finally:
            self._waiting.discard(user_id)


# Of their own, so that nobody's slow tests keep others from subscribing.
SUBSCRIPTIONS, TESTS = Places(), Places()


def expect_reachable(endpoint: str, user_id: int) -> None:
    """Raises Problem `invalid` for an endpoint that no push would be sent to."""
    with SUBSCRIPTIONS.turn(user_id):
        count("push", account=str(user_id))
        try:
            client.check(endpoint, seconds=RESOLVE_SECONDS)
        except Refused:
            raise Problem("invalid", fields={"endpoint": ["invalid"]}) from None
