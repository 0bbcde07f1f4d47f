"""The threads that run jobs inside a process."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import Settings

from core import serving
from core.jobs import claims, in_process, runner
from core.jobs.models import Job
from core.jobs.queue import enqueue
from core.jobs.runner import Runner
from lab.servers.process import wait_until
from tests.core.jobs import effects
from tests.core.jobs.effects import AT_LEAST_ONCE, ONCE, SLOW

pytestmark = pytest.mark.django_db(transaction=True)

Started = Callable[[int], Runner]


@pytest.fixture
def started() -> Iterator[Started]:
    runners: list[Runner] = []

    def start(threads: int) -> Runner:
        runners.append(Runner(threads))
        runners[-1].start()
        return runners[-1]

    yield start
    for one in runners:
        assert one.stop(20)


@pytest.fixture
def never_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "POLL_SECONDS", 600.0)


@pytest.fixture
def polls_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "POLL_SECONDS", 0.05)


def all_are_done() -> None:
    wait_until(lambda: not Job.objects.exists(), what="the jobs to end")


@pytest.mark.usefixtures("never_polls")
def test_a_nudge_is_answered_at_once(started: Started) -> None:
    one = started(2)
    enqueue(ONCE, {"number": 1})
    enqueue(AT_LEAST_ONCE, {"number": 2})
    one.nudge()
    all_are_done()
    assert effects.counts() == {1: 1, 2: 1}


@pytest.mark.usefixtures("polls_often")
def test_one_lane_leaves_threads_to_others(started: Started, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    started(2)
    for at, kind in enumerate(effects.NARROW):
        enqueue(kind, {"number": at, "held": str(held)})
    wait_until(lambda: len(effects.counts()) == 1, what="one of them to run")
    enqueue(ONCE, {"number": 5})
    wait_until(lambda: effects.counts()[5] == 1, what="other work")
    assert len(effects.counts()) == 2
    held.unlink()
    all_are_done()
    assert effects.counts() == {0: 1, 1: 1, 5: 1}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.usefixtures("polls_often")
def test_what_waits_for_other_servers_leaves_a_thread(started: Started, tmp_path: Path, threads: int) -> None:
    """Where there is another one."""
    held = tmp_path / "held"
    held.touch()
    started(threads)
    for at, kind in enumerate(effects.NETWORK):
        enqueue(kind, {"number": at, "held": str(held)})
    wait_until(lambda: len(effects.counts()) == 1, what="one of them to run")
    enqueue(ONCE, {"number": 5})
    if threads > 1:
        wait_until(lambda: effects.counts()[5] == 1, what="other work")
        assert len(effects.counts()) == 2
    held.unlink()
    all_are_done()
    assert effects.counts() == {0: 1, 1: 1, 5: 1}


@pytest.mark.usefixtures("polls_often")
def test_without_a_nudge_a_job_is_found(started: Started) -> None:
    started(2)
    enqueue(ONCE, {"number": 1})
    all_are_done()


@pytest.mark.usefixtures("never_polls")
def test_one_type_leaves_threads_to_the_others(started: Started, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    one = started(3)
    for number in (1, 2):
        enqueue(SLOW, {"number": number, "held": str(held)})
    one.nudge()
    wait_until(held.with_suffix(f".{os.getpid()}").exists, what="the slow job to begin")
    enqueue(AT_LEAST_ONCE, {"number": 3})
    one.nudge()
    wait_until(lambda: 3 in effects.counts(), what="the other job")
    assert effects.counts() == {1: 1, 3: 1}
    held.unlink()
    all_are_done()


@pytest.mark.usefixtures("polls_often")
def test_an_idle_process_asks_with_one_thread(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def take(types: Any) -> Any:
        asked.append(threading.get_ident())
        return ()

    monkeypatch.setattr(claims, "take", take)
    started(4)
    wait_until(lambda: len(asked) >= 10, what="ten questions")
    assert len(set(asked)) == 1


@pytest.mark.usefixtures("polls_often")
def test_a_database_that_is_away_is_told_of_once(
    started: Started, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    take, tries = claims.take, []

    def away(types: Any) -> Any:
        tries.append(1)
        if len(tries) < 5:
            raise OperationalError("away")
        return take(types)

    monkeypatch.setattr(claims, "take", away)
    started(1)
    enqueue(ONCE, {"number": 1})
    all_are_done()
    assert caplog.text.count("jobs wait for the database") == 1


@pytest.mark.usefixtures("never_polls")
def test_who_stops_waits_so_long_and_no_longer(started: Started, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    one = started(1)
    enqueue(SLOW, {"number": 1, "held": str(held)})
    one.nudge()
    wait_until(held.with_suffix(f".{os.getpid()}").exists, what="the job to begin")
    enqueue(ONCE, {"number": 2})
    assert not one.stop(0.1)
    held.unlink()
    assert one.stop(20)
    assert effects.counts() == {1: 1}


@pytest.mark.usefixtures("never_polls")
def test_a_stop_that_comes_before_a_thread_looks_is_heard() -> None:
    one = Runner(2)

    class ClearedLate(threading.Event):
        def clear(self) -> None:
            one._stopping.set()
            self.set()
            super().clear()

    one._nudged = ClearedLate()
    one.start()
    wait_until(lambda: not any(thread.is_alive() for thread in one._threads), 20, "the threads to end")
    assert one.stop(20)


@pytest.mark.usefixtures("never_polls")
def test_who_stops_waits_for_no_renewal(started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One may wait for the database for longer than the process has."""
    held, renewing, answered = tmp_path / "held", threading.Event(), threading.Event()
    held.touch()

    def renew(_: object) -> None:
        renewing.set()
        answered.wait(20)

    monkeypatch.setattr(claims, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(claims, "renew", renew)
    one = started(1)
    enqueue(SLOW, {"number": 1, "held": str(held)})
    one.nudge()
    assert renewing.wait(20)
    assert not one.stop(0.1)
    assert not answered.is_set()
    assert one._leases._thread.is_alive()
    answered.set()
    held.unlink()


@pytest.mark.usefixtures("never_polls")
def test_a_server_that_was_started_in_another_way_runs_them_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By uvicorn, or by `runserver`: the first job starts the threads."""
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(serving, "is_on", lambda: True)
    monkeypatch.setattr(in_process, "_is_stopped", False)
    try:
        for number in range(3):
            enqueue(ONCE, {"number": number})
            all_are_done()
    finally:
        in_process.stop()
    enqueue(ONCE, {"number": 4})
    assert Job.objects.exists()
    assert in_process._runner is None
