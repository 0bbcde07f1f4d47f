"""Calls that are done together, by one of them."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from core.db import outages
from core.db.gathering import Gathered, _Call
from lab.servers.process import wait_until

SECONDS = 30


class Desk:
    """Notes what is done together, and waits where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.free = threading.Event()
        self.gathered: Gathered[int, int] = Gathered(self.do, most=3)

    def do(self, key: int, items: list[int]) -> list[int | Exception]:
        self.batches.append(items)
        if key == 0:
            assert self.free.wait(SECONDS)
        if 13 in items:
            raise ValueError("13")
        if 500 in items:
            raise OperationalError("away")
        if 99 in items:
            raise SystemExit if len(items) == 1 else ValueError("99")
        return [KeyError(item) if item < 0 else 10 * item for item in items]

    def waiting(self, key: int) -> int:
        turn = self.gathered._turns.get(key)
        return len(turn.waiting) if turn else 0


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    assert not desk.gathered._turns


@pytest.fixture
def callers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


def calls(desk: Desk, callers: ThreadPoolExecutor, items: list[int]) -> list["Future[int]"]:
    """The first is being done, and the others wait for it."""
    made: list[Future[int]] = []
    for number, item in enumerate(items):
        made.append(callers.submit(desk.gathered.ask, 0, item))
        wait_until((lambda: bool(desk.batches)) if number == 0 else _waits(desk, number))
    return made


def _note(told: list[object], **_: object) -> None:
    told.append(None)


def _waits(desk: Desk, number: int) -> Callable[[], bool]:
    return lambda: desk.waiting(0) == number


def test_who_waits_is_done_together_and_no_more_than_the_most(desk: Desk, callers: ThreadPoolExecutor) -> None:
    made = calls(desk, callers, [1, 2, 3, 4, 5, 6])
    desk.free.set()
    assert [call.result(SECONDS) for call in made] == [10, 20, 30, 40, 50, 60]
    assert desk.batches == [[1], [2, 3, 4], [5, 6]]


def test_another_key_does_not_wait(desk: Desk, callers: ThreadPoolExecutor) -> None:
    made = calls(desk, callers, [1])
    assert desk.gathered.ask(7, 2) == 20
    desk.free.set()
    assert made[0].result(SECONDS) == 10


def test_a_refusal_and_an_error_are_those_of_one_call(desk: Desk, callers: ThreadPoolExecutor) -> None:
    made = calls(desk, callers, [1, -2, 13, 4])
    desk.free.set()
    assert [call.result(SECONDS) for call in (made[0], made[3])] == [10, 40]
    with pytest.raises(KeyError):
        made[1].result(SECONDS)
    with pytest.raises(ValueError, match="13"):
        made[2].result(SECONDS)
    assert desk.batches == [[1], [-2, 13, 4], [-2], [13], [4]]


def test_who_comes_before_those_who_asked_earlier_is_done_too(desk: Desk) -> None:
    """The lock is given in no order."""
    desk.free.set()
    earlier: list[_Call[int, int]] = [_Call(item) for item in (2, 3, 4, 5)]
    turns = [desk.gathered._enter(0, call) for call in earlier]
    results: list[int] = []
    caller = threading.Thread(target=lambda: results.append(desk.gathered.ask(0, 6)), daemon=True)
    caller.start()
    caller.join(SECONDS)
    assert results == [60]
    assert desk.batches == [[2, 3, 4], [5, 6]]
    for turn in turns:
        desk.gathered._leave(0, turn)


def test_where_the_database_is_away_nobody_waits_for_the_attempts_of_others(
    desk: Desk, callers: ThreadPoolExecutor
) -> None:
    told: list[object] = []
    hear = partial(_note, told)
    outages.database_away.connect(hear)
    made = calls(desk, callers, [1, 2, 500, 3])
    desk.free.set()
    assert [call.result(SECONDS) for call in made[:2]] == [10, 20]
    for call in made[2:]:
        with pytest.raises(OperationalError):
            call.result(SECONDS)
    assert desk.batches == [[1], [2, 500, 3], [2], [500]]
    outages.database_away.disconnect(hear)
    assert len(told) == 1, "the second batch may be stored"


def test_the_end_of_a_thread_leaves_nobody_waiting(desk: Desk) -> None:
    earlier: list[_Call[int, int]] = [_Call(item) for item in (99, 4)]
    turns = [desk.gathered._enter(0, call) for call in earlier]
    desk.free.set()
    with pytest.raises(SystemExit):
        desk.gathered.ask(0, 5)
    assert all(isinstance(call.result.exception(0), RuntimeError) for call in earlier)
    for turn in turns:
        desk.gathered._leave(0, turn)


@pytest.mark.django_db
def test_in_a_transaction_nobody_else_is_done(desk: Desk, callers: ThreadPoolExecutor) -> None:
    """They would be taken back with it."""
    made = calls(desk, callers, [1, 2])
    with transaction.atomic():
        assert connection.in_atomic_block
        assert desk.gathered.ask(1, 3) == 30
    desk.free.set()
    assert [call.result(SECONDS) for call in made] == [10, 20]
    assert desk.batches == [[1], [3], [2]]
