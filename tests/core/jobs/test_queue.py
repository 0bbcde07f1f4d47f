"""What is stored when a job is enqueued, and what is taken."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, connections, transaction

from core.jobs import backlog, claims
from core.jobs.declarations import QueueFull
from core.jobs.models import Job
from core.jobs.queue import MOST_PAYLOAD_BYTES, NewJob, enqueue, enqueue_all
from core.jobs.registry import declared
from tests.core.jobs import effects
from tests.core.jobs.due import run_due
from tests.core.jobs.effects import AT_LEAST_ONCE, ONCE
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_thread(do: Callable[[], Any]) -> Any:
    """On a connection of its own."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(do())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def test_without_the_commit_there_is_no_job() -> None:
    with transaction.atomic():
        enqueue(ONCE, {"number": 1})
        transaction.set_rollback(True)
    with transaction.atomic():
        enqueue(ONCE, {"number": 2})
        if connection.vendor == "postgresql":
            assert not in_a_thread(lambda: claims.take(declared().values()))
    assert run_due() == 1
    assert effects.counts() == {2: 1}


def test_a_job_that_is_done_has_no_row() -> None:
    enqueue(ONCE, {"number": 1})
    enqueue(AT_LEAST_ONCE, {"number": 2})
    run_due()
    assert not Job.objects.exists()


def test_the_oldest_comes_first_and_a_delay_is_kept() -> None:
    enqueue(ONCE, {"number": 1}, delay=60)
    enqueue(ONCE, {"number": 2})
    enqueue(AT_LEAST_ONCE, {"number": 3})
    assert run_due() == 2
    assert list(effects.counts()) == [2, 3]


class TestKeys:
    def test_the_second_of_a_key_is_the_first_while_that_waits(self) -> None:
        for number in (1, 2):
            enqueue(ONCE, {"number": number}, key="room 7")
        enqueue(ONCE, {"number": 3}, key="room 8")
        enqueue(AT_LEAST_ONCE, {"number": 4}, key="room 7")
        enqueue_all(ONCE, [NewJob({"number": 5}, "room 9"), NewJob({"number": 6}, "room 9")])
        run_due()
        assert effects.counts() == {1: 1, 3: 1, 4: 1, 5: 1}
        enqueue(ONCE, {"number": 7}, key="room 7")
        run_due()
        assert effects.counts()[7] == 1

    def test_one_that_runs_does_not_stand_for_a_new_one(self) -> None:
        enqueue(ONCE, {"number": 1}, key="room 7")
        assert claims.take(declared().values())
        enqueue(ONCE, {"number": 2}, key="room 7")
        assert Job.objects.count() == 2

    @pytest.mark.skipif("postgresql" not in connection.vendor, reason="on SQLite nobody writes beside a transaction")
    def test_one_that_waits_runs_after_the_commit_of_whoever_counts_on_it(self) -> None:
        """Otherwise its handler would not see what that transaction wrote, and nobody would come again for it."""
        enqueue(ONCE, {"number": 1}, key="room 7")
        with transaction.atomic():
            enqueue(ONCE, {"number": 2}, key="room 7")
            assert not in_a_thread(lambda: claims.take(declared().values()))
        assert run_due() == 1


class TestBounds:
    def test_a_payload(self) -> None:
        with pytest.raises(ValueError, match="payload has"):
            enqueue(ONCE, {"number": "x" * MOST_PAYLOAD_BYTES})
        enqueue(ONCE, {"number": "x" * (MOST_PAYLOAD_BYTES - 20)})
        assert Job.objects.count() == 1

    def test_how_many_wait(self) -> None:
        narrow = replace(ONCE, most_waiting=3)
        enqueue_all(narrow, [NewJob({"number": number}) for number in range(3)])
        enqueue(AT_LEAST_ONCE, {"number": 3})
        with pytest.raises(QueueFull):
            enqueue(narrow, {"number": 4})
        run_due()
        enqueue(narrow, {"number": 5})
        assert effects.counts() == dict.fromkeys(range(4), 1)

    def test_nothing_is_stored_of_a_batch_that_does_not_fit(self) -> None:
        with pytest.raises(QueueFull), transaction.atomic():
            enqueue_all(replace(ONCE, most_waiting=3), [NewJob({"number": number}) for number in range(4)])
        assert not Job.objects.exists()

    def test_a_bound_far_away_is_not_counted_each_time(
        self, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backlog, "FRESH_SECONDS", 600.0)
        enqueue(ONCE, {"number": 1})
        with transaction.atomic(), django_assert_num_queries(3):  # savepoints around the insert
            enqueue(ONCE, {"number": 2})


def test_a_type_that_this_version_does_not_know_is_left_for_one_that_does() -> None:
    enqueue(replace(ONCE, name="test.of_a_newer_version"), {"number": 1})
    enqueue(ONCE, {"number": 2})
    assert run_due() == 1
    assert Job.objects.get().attempts == 0


def test_two_transactions_that_store_the_same_keys() -> None:
    """In whatever order each of them names them: neither waits for the other while it has what the other waits for."""
    jobs = [NewJob({"mark": "m"}, f"{number:03}") for number in range(400)]
    enqueue_all(ONCE, jobs)
    for _ in range(10):
        at_once(lambda: enqueue_all(ONCE, jobs), lambda: enqueue_all(ONCE, jobs[::-1]))
    assert Job.objects.count() == len(jobs)
