"""Workers that hear each other through Redis, without Redis."""

from collections.abc import Callable

import pytest

from realtime.fanout.liveness import DEAD_BEATS, LATE_BEATS, MISSED_BEATS, Liveness


class Air:
    """Carries the beats of some workers to all of them, unless it is thick."""

    def __init__(self, workers: int) -> None:
        self.doubts = [0] * workers
        self.livenesses = [Liveness(self._counter(number)) for number in range(workers)]

    def _counter(self, number: int) -> Callable[[], None]:
        def count() -> None:
            self.doubts[number] += 1

        return count

    def beat(self, times: int = 1, *, silent: int | None = None) -> None:
        for _ in range(times):
            beats = [(number, liveness.beat()) for number, liveness in enumerate(self.livenesses)]
            for speaker, beat in beats:
                for listener, liveness in enumerate(self.livenesses):
                    if silent not in (speaker, listener):
                        liveness.hear(beat)

    def settle(self) -> list[bool]:
        return [liveness.settle(liveness.doubts) and liveness.is_certain for liveness in self.livenesses]


@pytest.fixture
def air() -> Air:
    air = Air(3)
    air.beat(5)
    return air


def test_who_hears_everybody_has_no_doubt(air: Air) -> None:
    assert air.doubts == [0, 0, 0]
    assert all(liveness.is_certain for liveness in air.livenesses)


def test_who_does_not_hear_itself_is_away_and_the_others_miss_it(air: Air) -> None:
    air.beat(LATE_BEATS, silent=0)
    assert air.doubts == [0, 0, 0], "one that is a little late"
    air.beat(silent=0)
    assert [liveness.away for liveness in air.livenesses] == [True, False, False]
    assert all(air.doubts)
    assert air.settle() == [False, False, False], "settled while it lasts"


def test_a_doubt_is_settled_by_a_look_that_began_after_it_ended(air: Air) -> None:
    air.beat(LATE_BEATS + 1, silent=0)
    before = [liveness.doubts for liveness in air.livenesses]
    air.beat()
    for liveness, doubts in list(zip(air.livenesses, before, strict=True))[1:]:
        liveness.settle(doubts)
        assert not liveness.is_certain, "settled by a look that may have been too early"
    assert air.settle() == [True, True, True]
    assert not air.livenesses[0].away


def test_a_lost_publish_is_everybodys_doubt(air: Air) -> None:
    air.livenesses[1].publishes_lost(7)
    air.beat()
    assert air.doubts == [1, 1, 1]
    assert air.settle() == [True, True, True]
    air.beat()
    assert air.doubts == [1, 1, 1], "told again"


def test_a_lost_connection_is_a_doubt_at_once(air: Air) -> None:
    air.livenesses[2].lose()
    assert air.doubts == [0, 0, 1]
    assert air.settle()[2] is False
    air.beat()
    assert air.settle()[2] is True


def test_a_connection_that_stays_silent_is_given_up_and_the_next_one_gets_its_chance(air: Air) -> None:
    liveness = air.livenesses[0]
    for _ in range(DEAD_BEATS):
        liveness.beat()
        assert not liveness.is_dead
    liveness.beat()
    assert liveness.is_dead
    liveness.try_again()
    assert not liveness.is_dead
    assert not liveness.hears_itself


def test_a_worker_that_never_comes_back_is_forgotten(air: Air) -> None:
    gone = air.livenesses.pop()
    air.beat(LATE_BEATS + 1)
    assert air.settle() == [False, False]
    air.beat(MISSED_BEATS)
    assert air.settle() == [True, True]
    assert gone not in air.livenesses


def test_a_new_worker_is_no_reason_to_doubt(air: Air) -> None:
    for liveness in air.livenesses:
        liveness.hear(b"another 3")
    assert air.doubts == [0, 0, 0]
