"""Counts by minute: added up in memory, written once a minute by every worker, read as one, and bounded."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import DatabaseError

from core.minute_counts import counting, flushing, storing
from core.minute_counts.models import Count
from core.minute_counts.spans import HOUR, MINUTE
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db

NOW = int(time.time()) // HOUR * HOUR + 10 * MINUTE


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time, which a test may change. Nothing is waiting before or after."""
    now = [float(NOW)]
    monkeypatch.setattr(time, "time", lambda: now[0])
    # Of a thread of its own; here it would end the test's transaction.
    monkeypatch.setattr(flushing, "fresh_connections", nullcontext)
    counting.take()
    yield now
    counting.take()


def rows() -> dict[tuple[int, int], int]:
    return {(row.span, row.at): row.amount for row in Count.objects.filter(name="tea")}


def test_what_was_counted_is_written_by_minute_and_hour(clock: list[float]) -> None:
    counting.count("tea", 3)
    counting.count("tea")
    clock[0] += MINUTE
    counting.count("tea")
    flushing.flush()
    hour = NOW // HOUR * HOUR
    assert rows() == {(MINUTE, NOW): 4, (MINUTE, NOW + MINUTE): 1, (HOUR, hour): 5}


def test_another_worker_adds_to_the_same_minute() -> None:
    storing.add(Counter({(NOW, "tea"): 2}))
    storing.add(Counter({(NOW, "tea"): 5}))
    assert rows()[MINUTE, NOW] == 7


def test_reading_includes_what_is_not_written_yet(clock: list[float]) -> None:
    counting.count("tea", 2)
    flushing.flush()
    counting.count("tea", 3)
    counting.count("coffee", 100)
    assert storing.amounts("tea", MINUTE, NOW - HOUR) == {NOW: 5}
    assert storing.amounts("tea", HOUR, NOW - HOUR) == {NOW // HOUR * HOUR: 5}
    assert storing.total("tea", HOUR) == 5
    clock[0] += 2 * HOUR
    assert storing.total("tea", HOUR) == 0


def test_while_the_database_is_away_counts_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(sums: object) -> None:
        raise DatabaseError

    counting.count("tea", 2)
    with monkeypatch.context() as patched:
        patched.setattr(storing, "add", away)
        flushing.flush()
    counting.count("tea")
    flushing.flush()
    assert rows()[MINUTE, NOW] == 3


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_WAITING", 2)
    counting.put_back(Counter({(NOW + minute * MINUTE, "tea"): 1 for minute in range(5)}))
    assert sorted(minute for minute, _ in counting.take()) == [NOW + 3 * MINUTE, NOW + 4 * MINUTE]


def test_old_rows_are_pruned_and_never_added(clock: list[float]) -> None:
    for age in (0, 24 * HOUR, 26 * HOUR, 31 * 24 * HOUR, 33 * 24 * HOUR):
        at = NOW - age
        Count.objects.create(name="tea", span=MINUTE, at=at, amount=1)
        Count.objects.create(name="tea", span=HOUR, at=at // HOUR * HOUR, amount=1)
    storing.prune()
    ages = {span: sorted(round((NOW - at) / HOUR) for of, at in rows() if of == span) for span in (MINUTE, HOUR)}
    assert ages == {MINUTE: [0, 24], HOUR: [0, 24, 26, 31 * 24]}
    storing.add(Counter({(NOW - 40 * 24 * HOUR, "tea"): 9}))
    assert sum(rows().values()) == 6


def count_often() -> None:
    for _ in range(500):
        counting.count("tea")


def test_threads_count_without_a_loss() -> None:
    at_once(*[count_often] * 4)
    assert counting.waiting("tea") == {NOW: 2000}


def test_the_table_says_since_when_it_counts(clock: list[float]) -> None:
    assert storing.counted_since("tea") is None
    counting.count("tea")
    flushing.flush()
    clock[0] += 5 * HOUR
    counting.count("tea")
    flushing.flush()
    assert storing.counted_since("tea") == NOW // HOUR * HOUR
