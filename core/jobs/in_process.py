"""The one runner of this process, and who is told that there may be a job."""

import threading

from django.conf import settings

from core import serving
from core.db.commits import after_commit
from core.jobs import nudges
from core.jobs.runner import Runner

# A handler that waits for a network may take longer. It is then taken over once its lease has ended.
STOP_SECONDS = 5.0

_lock = threading.Lock()
_runner: Runner | None = None
_is_stopped = False


def start() -> None:
    """Where JOBS_IN_PROCESS says so. A server that never calls this starts it with its first job."""
    global _runner
    if not settings.JOBS_IN_PROCESS:
        return
    with _lock:
        if _runner is None and not _is_stopped:
            _runner = Runner(settings.JOB_THREADS)
            _runner.start()


def adopt(runner: Runner) -> None:
    """The runner of a worker, which starts and stops it itself. A job that stores another must not start a second one: that one
    would take jobs while the worker stops."""
    global _runner
    with _lock:
        _runner = runner


def stop() -> None:
    """For good: a request that ends later starts it no more, and another process runs the job that it stored."""
    global _runner, _is_stopped
    with _lock:
        runner, _runner, _is_stopped = _runner, None, True
    if runner is not None:
        runner.stop(STOP_SECONDS)


def nudge_after_commit() -> None:
    after_commit(nudge)


def nudge() -> None:
    """There may be a job. Never waits."""
    if settings.JOBS_IN_PROCESS and serving.is_on():
        start()
    else:
        nudges.publish()
    if runner := _runner:
        runner.nudge()
