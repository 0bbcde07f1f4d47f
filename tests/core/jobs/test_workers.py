"""Real workers that die, freeze, stop and work beside each other."""

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from pytest_django import Settings

from core.jobs.declarations import JobType
from core.jobs.models import Job
from core.jobs.queue import NewJob, enqueue, enqueue_all
from lab.programs.redis import Redis
from lab.servers.process import LIBC, wait_until
from lab.servers.worker import Worker
from tests.core.jobs import effects
from tests.core.jobs.effects import AT_LEAST_ONCE, ONCE, SLOW, SLOW_ONCE, STORING

pytestmark = pytest.mark.django_db(transaction=True)

NewWorker = Callable[..., Worker]


@pytest.fixture
def new_worker(tmp_path: Path) -> Iterator[NewWorker]:
    with ExitStack() as stack:

        def start(name: str, **env: str) -> Worker:
            worker = Worker(tmp_path / name, settings="tests.core.jobs.worker_settings", env=env)
            stack.callback(worker.kill)
            return worker.start()

        yield start


class Held:
    """A slow job's file: the job ends when it is released."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "held"
        self.file.touch()

    def has_begun_in(self, worker: Worker) -> bool:
        return self.file.with_suffix(f".{worker.pid}").exists()

    def release(self) -> None:
        self.file.unlink()


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


def of_the_test() -> QuerySet[Job]:
    """What the test stored, beside what a start stores and what comes again after a while."""
    return Job.objects.filter(type__startswith="test.")


def the_job() -> Job:
    return of_the_test().get()


def slow(kind: JobType, held: Held) -> None:
    enqueue(kind, {"number": 1, "held": str(held.file)})


def lease_end() -> datetime:
    end = the_job().due_at
    assert end is not None
    return end


def freeze(worker: Worker, *, holds_lock: bool) -> None:
    """Not while it renews a lease: frozen in the middle of that it would keep SQLite's lock."""
    worker.pause()
    while not holds_lock and not can_write():
        worker.resume()
        worker.pause()


def can_write() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
        try:
            with transaction.atomic():
                return True
        except OperationalError:
            return False
        finally:
            cursor.execute("PRAGMA busy_timeout = 20000")


@pytest.mark.parametrize(("kind", "times"), [(SLOW_ONCE, 1), (SLOW, 2)], ids=["once", "at least once"])
def test_a_worker_killed_in_the_middle(new_worker: NewWorker, held: Held, kind: JobType, times: int) -> None:
    first = new_worker("first")
    slow(kind, held)
    wait_until(lambda: held.has_begun_in(first), what="the job to begin")
    first.kill()
    second = new_worker("second")
    wait_until(lambda: held.has_begun_in(second), what="the job to begin again")
    held.release()
    wait_until(lambda: not of_the_test().exists(), what="the job to end")
    assert effects.counts() == {1: times}


@pytest.mark.parametrize(("kind", "times"), [(SLOW_ONCE, 1), (SLOW, 2)], ids=["once", "at least once"])
def test_a_worker_that_froze_and_wakes_up(new_worker: NewWorker, held: Held, kind: JobType, times: int) -> None:
    """Frozen in the middle of a transaction it keeps SQLite's lock, as no other program could take it away; PostgreSQL ends it."""
    first = new_worker("first")
    slow(kind, held)
    wait_until(lambda: held.has_begun_in(first), what="the job to begin")
    freeze(first, holds_lock=kind is SLOW_ONCE)
    second = new_worker("second")
    if kind is SLOW or "postgres" in second.env["DATABASE_URL"]:
        wait_until(lambda: held.has_begun_in(second), what="the job to begin again")
    held.release()
    first.resume()
    wait_until(lambda: not of_the_test().exists(), what="the job to end")
    assert first.stop() == second.stop() == 0
    assert effects.counts() == {1: times}


def test_a_lease_is_renewed_while_the_job_runs(new_worker: NewWorker, held: Held) -> None:
    # Nine renewals: a busy machine may be late with some of them.
    lease = 5.0
    first, second = (new_worker(name, LEASE_SECONDS=str(lease)) for name in ("first", "second"))
    slow(SLOW, held)
    wait_until(lambda: held.has_begun_in(first) or held.has_begun_in(second), what="the job to begin")
    first_end = lease_end()
    wait_until(lambda: lease_end() - first_end > timedelta(seconds=lease), what="a lease to pass")
    assert the_job().attempts == 1
    held.release()
    wait_until(lambda: not of_the_test().exists(), what="the job to end")
    assert effects.counts() == {1: 1}


def test_told_to_stop_it_ends_what_it_has_begun_and_takes_nothing_more(new_worker: NewWorker, held: Held) -> None:
    """Also where a job has stored it, which must not start threads besides the worker's."""
    worker = new_worker("only", JOB_THREADS="1")
    slow(STORING, held)
    wait_until(lambda: held.has_begun_in(worker), what="the job to begin")
    enqueue(AT_LEAST_ONCE, {"number": 2})
    os.kill(worker.pid, signal.SIGTERM)
    wait_until(lambda: "No further job is taken" in worker.log, what="the worker to stop")
    held.release()
    wait_until(lambda: not worker.running, what="the worker to end")
    assert worker.stop() == 0
    assert effects.counts() == {1: 1}
    assert the_job().attempts == 0


def test_it_hears_its_end_in_whichever_thread(new_worker: NewWorker) -> None:
    """The kernel gives a signal to another thread while the first one has one already, as after it was frozen."""
    worker = new_worker("only")
    another = next(thread for thread in os.listdir(f"/proc/{worker.pid}/task") if int(thread) != worker.pid)
    LIBC.tgkill(worker.pid, int(another), signal.SIGTERM)
    wait_until(lambda: not worker.running, 20, "the worker to end")
    assert worker.stop() == 0


def test_ten_thousand_jobs_and_two_workers(new_worker: NewWorker) -> None:
    once, all_of_them = 9_000, 10_000
    workers = [new_worker("first"), new_worker("second")]
    more = itertools.count(all_of_them)

    def both_take_jobs() -> bool:
        enqueue(ONCE, {"number": next(more)})
        return effects.processes() == {worker.pid for worker in workers}

    # One alone may have done all of them before the other has started.
    wait_until(both_take_jobs, 60, "both workers to take jobs")
    enqueue_all(ONCE, [NewJob({"number": number}) for number in range(once)])
    enqueue_all(AT_LEAST_ONCE, [NewJob({"number": number}) for number in range(once, all_of_them)])
    wait_until(lambda: not of_the_test().exists(), 100, "all jobs to end")
    happened = effects.counts()
    assert {number: happened[number] for number in range(once)} == dict.fromkeys(range(once), 1)
    assert min(happened[number] for number in range(once, all_of_them)) >= 1
    assert effects.processes() == {worker.pid for worker in workers}


@pytest.mark.timed
def test_redis_tells_a_worker_at_once(
    new_worker: NewWorker, redis_server: Redis, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.jobs import nudges

    monkeypatch.setattr(nudges, "_publisher", None)
    settings.REDIS_URL = redis_server.url
    worker = new_worker("listening", REDIS_URL=redis_server.url, POLL_SECONDS="600")
    enqueue(AT_LEAST_ONCE, {"number": 1})
    wait_until(lambda: effects.counts() == {1: 1}, 5, "the job")
    assert worker.running
