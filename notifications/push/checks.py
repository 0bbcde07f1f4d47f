"""Requests that wait for an endpoint. They hold a thread of the database's meanwhile, so few may at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.net import client
from core.net.refusals import Refused
from core.problems import Problem

# In one process. Others wait for this long.
MOST_AT_ONCE = 2
WAIT_SECONDS = 1.0
RESOLVE_SECONDS = 3.0

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Raises Problem `rate_limited` where others do the same."""
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Problem("rate_limited", wait=WAIT_SECONDS)
    try:
        yield
    finally:
        _places.release()


def expect_reachable(endpoint: str) -> None:
    """Raises Problem `invalid` for an endpoint that no push would be sent to."""
    with turn():
        try:
            client.check(endpoint, seconds=RESOLVE_SECONDS)
        except Refused:
            raise Problem("invalid", fields={"endpoint": ["invalid"]}) from None
