"""What becomes of a job: done, tried again, or failed for good."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from django.db import connection

from core.db.clock import database_now
from core.jobs import claims, execution, outcomes
from core.jobs.declarations import Claim, JobType
from core.jobs.models import LONGEST_ERROR, Job
from core.jobs.queue import NewJob, enqueue, enqueue_all
from core.jobs.registry import declared
from tests.core.jobs import effects
from tests.core.jobs.due import no_pause, run_due
from tests.core.jobs.effects import AT_LEAST_ONCE, FAILING, MANY, ODD, ONCE, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


def taken() -> Claim:
    (claim,) = claims.take(declared().values())
    return claim


def lease_ends(claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET due_at = '2001-01-01 00:00:00' WHERE id = %s", [claim.id])


class TestManyAtOnce:
    def test_in_one_call(self) -> None:
        enqueue_all(MANY, [NewJob({"number": at}) for at in range(15)])
        assert run_due() == 15
        assert effects.processes() == {10, 5}
        assert not Job.objects.exists()

    def test_what_fails_is_tried_again_by_itself(self) -> None:
        enqueue_all(MANY, [NewJob({"number": at, "fails": at == 1}) for at in range(3)])
        assert run_due() == 3
        assert Job.objects.filter(attempts=1, claim="").count() == 3
        no_pause()
        assert run_due() == 3
        assert effects.counts() == {0: 2, 1: 2, 2: 2}
        assert [job.attempts for job in Job.objects.all()] == [2]


class TestFailing:
    def test_nine_times_and_then_for_good(self) -> None:
        enqueue(FAILING, {"number": 1})
        for attempt in range(1, 10):
            assert run_due() == 1
            job = Job.objects.get()
            assert (job.attempts, job.claim) == (attempt, "")
            assert (job.due_at is None) == (attempt == 9)
            no_pause()
        assert run_due() == 0
        assert effects.counts() == {}, "what was rolled back has no effect"

    def test_the_pauses_double_and_differ(self) -> None:
        for attempt, most in enumerate([15, 30, 60, 120, 240, 480, 960, 1920], start=1):
            pauses = {execution.pause_after(attempt) for _ in range(20)}
            assert most / 2 <= min(pauses) < max(pauses) <= most
        assert execution.pause_after(50) <= 3600

    def test_it_waits_before_the_next_attempt(self) -> None:
        enqueue(FAILING, {"number": 1})
        assert run_due() == 1
        assert run_due() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM jobs_job WHERE due_at > failed_at")
            assert cursor.fetchone() == (1,)

    def test_its_error_says_where_and_not_what_it_was_about(self, caplog: pytest.LogCaptureFixture) -> None:
        enqueue(FAILING, {"number": 1, "token": SECRET})
        run_due()
        assert Job.objects.get().error.startswith("ValueError at tests/core/jobs/effects.py:")
        assert SECRET not in caplog.text

    def test_what_a_handler_says_itself_is_kept_and_bounded(self) -> None:
        enqueue(FAILING, {"number": 1, "says": "no paper " * 1000})
        run_due()
        assert Job.objects.get().error == ("no paper " * 1000)[:LONGEST_ERROR]

    def test_one_whose_key_waits_again_leaves_the_work_to_that_one(self) -> None:
        enqueue(FAILING, {"number": 1}, key="room 7")
        claim = taken()
        enqueue(FAILING, {"number": 2}, key="room 7")
        execution.run([claim])
        assert Job.objects.get().payload == '{"number":2}'

    @pytest.mark.parametrize(("delay", "most"), [(3 * 24 * 3600.0, 60.0), (2.0, 3.0)], ids=["in days", "soon"])
    def test_the_one_that_waits_again_is_due_no_later_than_the_next_attempt(self, delay: float, most: float) -> None:
        enqueue(FAILING, {"number": 1}, key="room 7")
        claim = taken()
        enqueue(FAILING, {"number": 2}, key="room 7", delay=delay)
        execution.run([claim])
        due_at = Job.objects.get().due_at
        assert due_at is not None
        assert due_at - database_now() < timedelta(seconds=most)

    def test_one_that_lost_its_job_leaves_the_time_of_the_one_that_waits(self) -> None:
        enqueue(FAILING, {"number": 1}, key="room 7")
        frozen = taken()
        lease_ends(frozen)
        enqueue(FAILING, {"number": 2}, key="room 7", delay=3600.0)
        assert taken().id == frozen.id
        assert not outcomes.retry(frozen, 0, "late")
        assert Job.objects.filter(due_at__gt=database_now() + timedelta(minutes=50)).exists()

    def test_one_whose_key_was_taken_meanwhile_goes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        enqueue(FAILING, {"number": 1}, key="room 7")
        claim = taken()
        enqueue(FAILING, {"number": 2}, key="room 7")
        others: list[Claim] = []
        leave = outcomes._leave_to_waiting

        def taken_first(claim: Claim, seconds: float) -> bool:
            others.append(taken())
            return leave(claim, seconds)

        monkeypatch.setattr(outcomes, "_leave_to_waiting", taken_first)
        assert outcomes.retry(claim, 0, "wet wood")
        job = Job.objects.get()
        assert (job.pk, job.claim) == (others[0].id, others[0].token)
        assert job.due_at is not None
        assert job.due_at > database_now(), "its lease is as long as it was"

    def test_a_job_that_ends_its_process_each_time_is_given_up(self, caplog: pytest.LogCaptureFixture) -> None:
        enqueue(AT_LEAST_ONCE, {"number": 1})
        for _ in range(9):
            lease_ends(taken())
        with caplog.at_level(logging.ERROR):
            execution.run([taken()])
        job = Job.objects.get()
        assert (job.due_at, job.error) == (None, execution.LOST_PROCESS)
        assert effects.counts() == {}


class TestLeases:
    @pytest.mark.parametrize(("kind", "times"), [(ONCE, 1), (AT_LEAST_ONCE, 2)], ids=["once", "at least once"])
    def test_what_an_attempt_does_after_its_lease_does_not_count(self, kind: JobType, times: int) -> None:
        enqueue(kind, {"number": 1})
        frozen = taken()
        lease_ends(frozen)
        assert run_due() == 1
        execution.run([frozen])
        assert effects.counts() == {1: times}

    def test_an_attempt_that_lost_its_job_changes_nothing_of_it(self) -> None:
        enqueue(AT_LEAST_ONCE, {"number": 1})
        frozen = taken()
        lease_ends(frozen)
        now = taken()
        assert now.attempt == 2
        assert not outcomes.finish(frozen)
        assert outcomes.finish_all([frozen]) == []
        assert not outcomes.retry(frozen, 0, "late")
        assert not outcomes.bury(frozen, "late")
        assert claims.renew([frozen]) == 0
        job = Job.objects.get()
        assert (job.claim, job.error) == (now.token, "")

    def test_a_lease_that_is_renewed_is_not_taken_over(self) -> None:
        enqueue(AT_LEAST_ONCE, {"number": 1})
        claim = taken()
        lease_ends(claim)
        assert claims.renew([claim]) == 1
        assert not claims.take(declared().values())


class TestTogether:
    def test_one_that_fails_takes_no_other_with_it(self) -> None:
        """All are in the one transaction, which is taken back; then each has its own."""
        enqueue_all(ODD, [NewJob({"number": number}) for number in range(6)])
        taken = claims.take(declared().values())
        assert len(taken) == 6
        execution.run(taken)
        assert effects.counts() == {0: 1, 2: 1, 4: 1}
        assert sorted(Job.objects.values_list("attempts", flat=True)) == [1, 1, 1]

    def test_one_that_was_taken_over_is_left_out(self) -> None:
        enqueue_all(ONCE, [NewJob({"number": number}) for number in range(3)])
        frozen = claims.take(declared().values())
        lease_ends(frozen[1])
        assert run_due() == 1
        execution.run(frozen)
        assert effects.counts() == {0: 1, 1: 1, 2: 1}

    def test_what_may_have_ended_its_process_is_tried_alone(self) -> None:
        enqueue_all(ONCE, [NewJob({"number": number}) for number in range(3)])
        for claim in claims.take(declared().values()):
            lease_ends(claim)
        enqueue(ONCE, {"number": 3}, delay=-1e9)  # before them
        assert [len(claims.take(declared().values())) for _ in range(4)] == [1, 1, 1, 1]

    def test_a_job_that_says_at_least_once_is_always_alone(self) -> None:
        enqueue_all(AT_LEAST_ONCE, [NewJob({"number": number}) for number in range(2)])
        assert len(claims.take(declared().values())) == 1


def test_a_name_belongs_to_one_type() -> None:
    from django.core.exceptions import ImproperlyConfigured

    class Config:
        jobs = (ONCE, replace(ONCE, most_running=2))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.jobs.registry.apps.get_app_configs", lambda: [Config])
        with pytest.raises(ImproperlyConfigured, match=r"test\.once"):
            declared.__wrapped__()


def test_every_handler_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.jobs.checks import check_job_types

    assert check_job_types() == []
    known = cast("dict[str, JobType]", declared())
    monkeypatch.setitem(known, "test.lost", JobType("test.lost", "tests.core.jobs.effects.nothing"))
    assert [error.id for error in check_job_types()] == ["jobs.E001"]
