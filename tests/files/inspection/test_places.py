"""One person's pictures leave room for those of others."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from signal import SIGALRM
from typing import Any

import pytest
from django.conf import settings

from core.problems import Problem
from files.inspection import isolation
from files.inspection.pictures.request import Refusal, Request
from files.inspection.places import MOST_OF_ONE, Places

Send = Callable[[int], "Future[Any]"]
HANAKO, SORA, KENJI, REN = 1, 2, 3, 4


class Runs:
    """Stands in for the processes: each lasts until `end`, those in borrowed places until `limit` at most."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.seconds: list[int] = []
        self.end, self.limit = threading.Event(), threading.Event()
        self._begun = threading.Semaphore(0)

    def __call__(self, request: Request) -> int:
        self.people.append(Path(request.folder).name)
        self.seconds.append(request.limits.seconds)
        self._begun.release()
        if request.limits.seconds == isolation.BORROWED_SECONDS:
            assert self.limit.wait(30)
            return 1 if self.end.is_set() else -SIGALRM
        assert self.end.wait(30)
        return 1

    def finish(self) -> None:
        self.end.set()
        self.limit.set()

    def expect(self, count: int) -> None:
        for _ in range(count):
            assert self._begun.acquire(timeout=10)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    places, runs = Places(settings.PICTURES_AT_ONCE, isolation.MOST_WAITING), Runs()
    monkeypatch.setattr(isolation, "_places", lambda: places)
    monkeypatch.setattr(isolation, "_run", runs)
    return runs


@pytest.fixture
def send(tmp_path: Path, runs: Runs) -> Iterator[Send]:
    with ThreadPoolExecutor(50) as threads:
        yield lambda by: threads.submit(
            isolation.picture, tmp_path, tmp_path / f"{by}", decoder="PNG", is_photo=True, by=by
        )
        runs.finish()


def refused(futures: list["Future[Any]"]) -> list["Future[Any]"]:
    return [each for each in futures if each.done() and each.exception()]


def test_somebody_else_gets_a_place_while_one_sends_many(runs: Runs, send: Send) -> None:
    mine = [send(HANAKO) for _ in range(MOST_OF_ONE)]
    runs.expect(2)
    send(SORA)
    while len(isolation._places()._waiting) < 2:
        time.sleep(0.01)
    runs.limit.set()
    runs.expect(1)
    assert runs.people == [f"{HANAKO}", f"{HANAKO}", f"{SORA}"]
    assert not refused(mine)
    runs.finish()
    assert [each.result(10) for each in mine] == [Refusal("file_damaged")] * MOST_OF_ONE


def test_one_person_keeps_few_threads(runs: Runs, send: Send) -> None:
    first = [send(HANAKO) for _ in range(MOST_OF_ONE)]
    runs.expect(2)
    for each in [send(HANAKO) for _ in range(20)]:
        with pytest.raises(Problem, match="unavailable") as refusal:
            each.result(10)
        assert (refusal.value.status, refusal.value.wait) == (503, 1)
    assert not refused(first)


def test_all_together_leave_threads(runs: Runs, send: Send) -> None:
    sent = [send(by) for by in (HANAKO, SORA, KENJI, REN) for _ in range(MOST_OF_ONE)]
    too_many = len(sent) - isolation.most_threads()
    for each in islice(as_completed(sent, timeout=10), too_many):
        with pytest.raises(Problem, match="unavailable"):
            each.result()
    assert len([each for each in sent if not each.done()]) == isolation.most_threads()


def test_photos_of_one_message_are_looked_at_side_by_side(runs: Runs, send: Send) -> None:
    mine = [send(HANAKO) for _ in range(2)]
    runs.expect(2)
    assert sorted(runs.seconds) == [isolation.BORROWED_SECONDS, isolation.SECONDS]
    runs.finish()
    assert [each.result(10) for each in mine] == [Refusal("file_damaged")] * 2


def test_what_takes_long_in_a_borrowed_place_is_looked_at_in_the_own_one(runs: Runs, send: Send) -> None:
    mine = [send(HANAKO) for _ in range(2)]
    runs.expect(2)
    runs.limit.set()
    while not isolation._places()._waiting:
        time.sleep(0.01)
    runs.end.set()
    assert [each.result(10) for each in mine] == [Refusal("file_damaged")] * 2
    assert sorted(runs.seconds) == [isolation.BORROWED_SECONDS, isolation.SECONDS, isolation.SECONDS]


def test_nothing_is_left_of_those_who_went() -> None:
    places = Places(1, 1)
    with pytest.raises(ZeroDivisionError), places.entered(HANAKO), places.taken(HANAKO, may_borrow=True):
        raise ZeroDivisionError
    assert (places._free, places._there.total(), places._running.total(), places._waiting) == (1, 0, 0, [])
