"""Renews the leases of what runs in this process, in a thread of its own: a handler may wait for a network for long."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connections

from core.db.threads import fresh_connections
from core.jobs import claims
from core.jobs.declarations import Claim

logger = logging.getLogger(__name__)


class Leases:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: set[Claim] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="jobs-leases", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Called when nothing runs any more, or nobody waits for it. A renewal may wait for the database for longer."""
        self._ended.set()
        self._thread.join(seconds)

    @contextmanager
    def kept(self, taken: Sequence[Claim]) -> Iterator[None]:
        with self._lock:
            self._held.update(taken)
        try:
            yield
        finally:
            with self._lock:
                self._held.difference_update(taken)

    def _renew(self) -> None:
        while not self._ended.wait(claims.RENEW_SECONDS):
            with self._lock:
                held = set(self._held)
            if held:
                self._renew_all(held)
        connections.close_all()

    def _renew_all(self, held: set[Claim]) -> None:
        try:
            with fresh_connections():
                claims.renew(held)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("the leases of %d jobs could not be renewed: %s", len(held), type(error).__name__)
