"""Whether the bucket answers. While it does not, calls fail at once instead of holding a thread each until they time
out. One caller at a time tries whether it is back."""

import logging
import time
from threading import Lock

from core.problems import Problem

logger = logging.getLogger(__name__)

# Between two tries. Clients are told to come back after as long.
PAUSE_SECONDS = 5.0
# Longer than one call takes: who tries and never says what came of it keeps the others waiting no longer.
TRY_SECONDS = 30.0


class Outage:
    """Of one bucket, as one process sees it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0  # monotonic; 0.0: the bucket answers

    def expect_over(self) -> None:
        """Before a call. Raises Problem `storage_away`, unless this caller is the one who tries."""
        with self._lock:
            if not self._until:
                return
            if time.monotonic() < self._until:
                raise self.problem()
            self._until = time.monotonic() + TRY_SECONDS

    def expect_none(self) -> None:
        """Raises Problem `storage_away` where it is known already. For work whose call comes later."""
        with self._lock:
            if time.monotonic() < self._until:
                raise self.problem()

    def begin(self, why: Exception) -> Problem:
        """The bucket gave no answer. Returns what the caller raises."""
        with self._lock:
            if not self._until:
                logger.error("the storage of files is away: %s", type(why).__name__)
            self._until = time.monotonic() + PAUSE_SECONDS
        return self.problem()

    def end(self) -> None:
        """The bucket gave an answer."""
        if self._until:
            with self._lock:
                self._until = 0.0
            logger.warning("the storage of files is back")

    @staticmethod
    def problem() -> Problem:
        return Problem("storage_away", wait=PAUSE_SECONDS)
