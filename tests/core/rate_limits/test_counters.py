"""Counts over workers that never wait for Redis.

With real workers: tests/chat/socket/test_person_limits_on_workers.py.
"""

import threading
from typing import Any

import pytest
from pytest_django import Settings

from core.problems import Problem
from core.rate_limits import counters
from core.rate_limits.counters import OpenCounter, RateCounter
from lab.programs.redis import Redis

MOST = 20


@pytest.fixture(autouse=True)
def clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    settings.ACCOUNT_RATES = {"message": {"anywhere": f"{MOST}/10s"}}
    settings.MOST_SOCKETS = MOST
    now = [1_800_000_005.0]
    monkeypatch.setattr(counters.time, "time", lambda: now[0])  # type: ignore[attr-defined]
    return now


@pytest.fixture
def redis(redis_server: Redis) -> Any:
    with redis_server.client() as client:
        client.flushall()
        yield client


def of_rates() -> list[RateCounter]:
    return [RateCounter("message") for _ in range(2)]


def of_sockets() -> list[OpenCounter]:
    return [OpenCounter("open sockets", most="MOST_SOCKETS", code="too_many_sockets", wait=10) for _ in range(2)]


def uses(add: Any, person: int = 7) -> int:
    """How many more are let through."""
    let_through = 0
    while True:
        try:
            add(person)
        except Problem:
            return let_through
        let_through += 1


def share(workers: Any, redis: Any) -> None:
    for _ in range(2):
        for worker in workers:
            worker.share(redis)


class TestRates:
    def test_here_they_are_exact_also_from_many_threads(self) -> None:
        counter, let_through = RateCounter("message"), []
        threads = [threading.Thread(target=lambda: let_through.append(uses(counter.expect))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(let_through) == MOST

    def test_it_says_how_long_the_window_is(self, clock: list[float]) -> None:
        counter = RateCounter("message")
        uses(counter.expect)
        with pytest.raises(Problem) as refusal:
            counter.expect(7)
        assert (refusal.value.code, refusal.value.wait) == ("rate_limited", 5)
        clock[0] += 5
        assert uses(counter.expect) == MOST

    def test_others_are_not_hindered(self) -> None:
        counter = RateCounter("message")
        uses(counter.expect)
        assert uses(counter.expect, person=8) == MOST

    def test_workers_together(self, redis: Any) -> None:
        here, there = of_rates()
        for _ in range(12):
            here.expect(7)
        there.expect(7)
        share((here, there), redis)
        assert uses(there.expect) == MOST - 13
        share((here, there), redis)
        assert uses(here.expect) == 0

    def test_a_new_window_is_new_everywhere(self, redis: Any, clock: list[float]) -> None:
        here, there = of_rates()
        uses(here.expect)
        there.expect(7)
        share((here, there), redis)
        clock[0] += 10
        assert not here.share(redis), "nobody is spoken of any more"
        assert (uses(here.expect), uses(there.expect)) == (MOST, MOST)

    def test_a_redis_that_forgets_takes_no_count_back(self, redis: Any) -> None:
        here, there = of_rates()
        for _ in range(15):
            here.expect(7)
        share((here, there), redis)
        redis.flushall()
        share((here, there), redis)
        assert uses(here.expect) == MOST - 15


class TestSockets:
    def test_what_is_closed_is_forgotten(self) -> None:
        counter, _ = of_sockets()
        assert uses(counter.open) == MOST
        for _ in range(3):
            counter.close(7)
        assert uses(counter.open) == 3

    def test_workers_together_also_after_a_while(self, redis: Any, clock: list[float]) -> None:
        """What is open stays counted, in each stretch anew."""
        here, there = of_sockets()
        for _ in range(15):
            here.open(7)
        there.open(7)
        for _ in range(5):
            share((here, there), redis)
            assert uses(there.open) == 4
            for _ in range(4):
                there.close(7)
            clock[0] += 10

    def test_a_worker_that_died_is_forgotten(self, redis: Any, clock: list[float]) -> None:
        here, there = of_sockets()
        uses(here.open)
        there.open(7)
        share((here, there), redis)
        assert uses(there.open) == 0
        clock[0] += 10
        there.share(redis)
        clock[0] += 10
        there.share(redis)
        assert uses(there.open) == MOST - 1

    def test_at_the_beginning_of_a_stretch_the_old_sum_holds(self, redis: Any, clock: list[float]) -> None:
        here, there = of_sockets()
        uses(here.open)
        there.open(7)
        share((here, there), redis)
        clock[0] += 5.5
        there.share(redis)  # the other one has not told yet
        assert uses(there.open) == 0

    def test_whoever_has_few_is_not_spoken_of(self, settings: Settings, redis: Any) -> None:
        settings.MOST_SOCKETS = 100
        counter, _ = of_sockets()
        for _ in range(4):
            counter.open(7)
        assert not counter.share(redis)
        assert redis.keys() == []
