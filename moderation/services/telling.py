"""Tell those who decide how many reports wait, and reporters that theirs was decided."""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from functools import partial

import msgspec
from django.db import DatabaseError, transaction

from chat import events
from moderation.models import Report
from moderation.protocol.reports import ReportDecided, ReportsChanged
from moderation.selectors.reports import waiting_for_deciders

logger = logging.getLogger(__name__)

# Each worker tells nobody more often than that.
PAUSE_SECONDS = 1.0


class Pace:
    """Publishes the newest frame of each person: the first at once, those that follow together after a pause."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._waiting: dict[int, msgspec.Struct] = {}
        self._free_at = 0.0
        self._timer: threading.Timer | None = None

    def tell(self, frames: Mapping[int, msgspec.Struct]) -> None:
        with self._lock:
            self._waiting.update(frames)
            if self._timer:
                return
            wait = self._free_at - time.monotonic()
            # A process that serves no sockets, such as a command, may end before the pause does.
            if wait > 0 and events.is_serving():
                self._timer = threading.Timer(wait, self._publish)
                self._timer.daemon = True
                self._timer.start()
                return
        self._publish()

    def _publish(self) -> None:
        with self._lock:
            frames, self._waiting, self._timer = self._waiting, {}, None
            self._free_at = time.monotonic() + self._seconds
        events.publish(events.to_people(frames))


_pace = Pace(PAUSE_SECONDS)


def changed(reports: Iterable[Report]) -> None:
    """After the commit, tell those who decide these reports how many wait for them."""
    rooms = {report.room_id for report in reports if report.for_room and report.room_id is not None}
    transaction.on_commit(partial(_tell_deciders, rooms))


def _tell_deciders(rooms: Collection[int]) -> None:
    try:
        counts = waiting_for_deciders(rooms)
    except DatabaseError as error:
        # What was done is stored. They can ask for the number, too.
        logger.warning("those who decide were not told: %s", type(error).__name__)
    else:
        _pace.tell({user_id: ReportsChanged(number) for user_id, number in counts.items()})


def decided(report: Report) -> None:
    """After the commit, tell the reporter."""
    if report.reporter_id is not None:
        events.tell_people({report.reporter_id: ReportDecided(report.pk)})
