"""Runs jobs in a few threads of this process.

One thread at a time waits for the next job; when it has one, it lets the next thread wait, and runs it. So an idle process asks the
database with one thread, however many it has.
"""

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack

from django.db import DatabaseError, InterfaceError, connections

from core.db.threads import fresh_connections
from core.jobs import claims, execution, pruning
from core.jobs.declarations import NETWORK, Claim, JobType
from core.jobs.leases import Leases
from core.jobs.registry import declared

logger = logging.getLogger(__name__)

# How long a job waits at most where no nudge tells of it.
POLL_SECONDS = 2.0
PRUNE_SECONDS = 3600.0


class Runner:
    def __init__(self, threads: int) -> None:
        self._turn = threading.Lock()
        self._nudged, self._stopping = threading.Event(), threading.Event()
        self._running: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._most_in_network = max(1, threads - 1)
        self._leases = Leases()
        self._is_database_away = False
        self._prune_at = 0.0
        self._threads = [threading.Thread(target=self._work, name="jobs", daemon=True) for _ in range(threads)]

    def start(self) -> None:
        self._leases.start()
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """There may be a job. From any thread; never waits."""
        self._nudged.set()

    def stop(self, seconds: float) -> bool:
        """Take no further job, and wait for those that run. Whether all ended in time; another worker takes the others over."""
        self._stopping.set()
        self._nudged.set()
        logger.info("No further job is taken")
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._leases.stop(max(0.0, deadline - time.monotonic()))
        running = sum(thread.is_alive() for thread in self._threads)
        if running:
            logger.warning("%d jobs did not end in time; another worker takes them over", running)
        return not running

    def _work(self) -> None:
        while taken := self._next():
            kind = declared()[taken[0].type]
            try:
                self._run(taken)
            except Exception as error:
                logger.warning("%d jobs of %s have no outcome: %s", len(taken), kind.name, type(error).__name__)
            finally:
                with self._counting:
                    self._running.subtract(kind.places)
                self._nudged.set()  # there may be more of this type, which was at its limit
        connections.close_all()

    def _run(self, taken: Sequence[Claim]) -> None:
        with ExitStack() as stack:
            stack.enter_context(fresh_connections())
            # A job whose effect is in the database is locked while it runs: nobody can take it over, and renewing would wait for it.
            if not declared()[taken[0].type].in_database:
                stack.enter_context(self._leases.kept(taken))
            execution.run(taken)

    def _next(self) -> Sequence[Claim]:
        """Jobs to be run together; none once the runner stops."""
        with self._turn:
            while not self._is_told_to_stop():
                if taken := self._take():
                    return taken
                self._nudged.wait(random.uniform(POLL_SECONDS / 2, POLL_SECONDS))
        return ()

    def _is_told_to_stop(self) -> bool:
        # Cleared before anything is looked at. The nudge of a stop that comes between the two would be lost otherwise.
        self._nudged.clear()
        return self._stopping.is_set()

    def _take(self) -> Sequence[Claim]:
        with self._counting:
            free = [kind for kind in declared().values() if self._is_free(kind)]
        try:
            with fresh_connections():
                taken = claims.take(free)
                if not taken and time.monotonic() >= self._prune_at:
                    self._prune_at = time.monotonic() + PRUNE_SECONDS
                    pruning.prune()
        except (DatabaseError, InterfaceError) as error:
            self._note_database(error)
            return ()
        self._note_database(None)
        if taken:
            with self._counting:
                self._running.update(declared()[taken[0].type].places)
        return taken

    def _is_free(self, kind: JobType) -> bool:
        if kind.in_network and self._running[NETWORK] >= self._most_in_network:
            return False
        return self._running[kind.place] < kind.most_running

    def _note_database(self, error: Exception | None) -> None:
        """Told once, not at each try."""
        if error and not self._is_database_away:
            logger.warning("jobs wait for the database: %s", type(error).__name__)
        self._is_database_away = error is not None
