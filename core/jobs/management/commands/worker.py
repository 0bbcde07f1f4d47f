"""`manage.py worker`: runs jobs, and nothing else. For sites whose servers have JOBS_IN_PROCESS=0."""

import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections

from core import serving
from core.db import site_lock
from core.jobs import in_process, nudges, queue
from core.jobs.registry import declared
from core.jobs.runner import Runner

# For a handler that waits for a network; deploy/ gives a worker five seconds more.
STOP_SECONDS = 25.0


class Command(BaseCommand):
    help = "Run jobs, such as mail, until it is told to stop. Any number may run beside each other."
    requires_migrations_checks = True

    def handle(self, *args: Any, **options: Any) -> None:
        serving.begin()
        # What the checks before this have opened has no deadlines (core/serving.py).
        connections.close_all()
        try:
            site_lock.share()
        except site_lock.Held:
            raise CommandError("A backup is being restored just now. Start the worker when that is done.") from None
        self._run()

    def _run(self) -> None:
        told, stopping = _told_to_stop(), threading.Event()
        runner = Runner(settings.JOB_THREADS)
        in_process.adopt(runner)
        runner.start()
        queue.enqueue_at_start()
        if settings.REDIS_URL:
            listening = (runner.nudge, stopping)
            threading.Thread(target=nudges.listen, args=listening, name="jobs-listen", daemon=True).start()
        self.stdout.write(f"Running jobs: {', '.join(sorted(declared()))}.")
        self.stdout.flush()
        os.read(told, 1)
        stopping.set()
        runner.stop(STOP_SECONDS)


def _told_to_stop() -> int:
    """A file descriptor from which a byte can be read once SIGTERM or SIGINT has come.

    Python runs a handler in the main thread alone, and a signal that another thread gets does not wake the main thread
    from waiting for a lock. This descriptor is written at once, in whichever thread.
    """
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return told
