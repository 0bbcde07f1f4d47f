"""Calls that are done together, by one of them."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.db.gathering import Gathered
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
