"""One at a time for each person, and few who wait."""

import threading

import pytest

from core.keyed_lock import KeyedLock
from core.problems import Problem

WAITING = 2


class Busy:
    """Somebody has the turn, until told otherwise."""

    def __init__(self, turns: KeyedLock, key: int) -> None:
        self._go_on, self.has_it = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._take, args=(turns, key))
        self._thread.start()

    def _take(self, turns: KeyedLock, key: int) -> None:
        with turns.turn(key):
            self.has_it.set()
            self._go_on.wait(10)

    def let_go(self) -> None:
        self._go_on.set()

    def end(self) -> None:
        self.let_go()
        self._thread.join(10)


def there(turns: KeyedLock, key: int) -> int:
    return turns._turns[key].there if key in turns._turns else 0


def test_one_after_the_other_and_nobody_else_waits() -> None:
    turns = KeyedLock(most=WAITING, seconds=10)
    first = Busy(turns, 1)
    assert first.has_it.wait(10)
    second = Busy(turns, 1)
    with turns.turn(2):
        assert not second.has_it.is_set()
    first.end()
    assert second.has_it.wait(10)
    second.end()
    assert turns._turns == {}


def test_who_finds_too_many_waiting_is_told_to_come_back() -> None:
    turns = KeyedLock(most=WAITING, seconds=10)
    people = [Busy(turns, 1) for _ in range(1 + WAITING)]
    while there(turns, 1) <= WAITING:
        threading.Event().wait(0.01)
    with pytest.raises(Problem) as refused, turns.turn(1):
        pass
    assert (refused.value.code, refused.value.wait) == ("rate_limited", 1)
    # First all: the next who gets the turn may be any of them.
    for person in people:
        person.let_go()
    for person in people:
        person.end()
    assert turns._turns == {}


def test_nobody_waits_for_ever() -> None:
    turns = KeyedLock(most=WAITING, seconds=0.01)
    first = Busy(turns, 1)
    assert first.has_it.wait(10)
    with pytest.raises(Problem, match="rate_limited"), turns.turn(1):
        pass
    first.end()
    with turns.turn(1):
        pass
