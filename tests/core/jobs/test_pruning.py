"""What does not stay in the table for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import pruning
from core.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def ago(days: int) -> dict[str, object]:
    return {"type": "test.gone", "payload": "{}", "created_at": timezone.now() - timedelta(days=days)}


def test_a_job_that_failed_for_good_stays_for_a_month() -> None:
    for days in (29, 31):
        Job.objects.create(**ago(days), failed_at=timezone.now() - timedelta(days=days))
    pruning.prune()
    assert [(timezone.now() - job.created_at).days for job in Job.objects.all()] == [29]


def test_only_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_DEAD", 2)
    waiting = Job.objects.create(**ago(0), due_at=timezone.now())
    dead = [Job.objects.create(**ago(0), failed_at=timezone.now()) for _ in range(4)]
    pruning.prune()
    assert set(Job.objects.all()) == {waiting, *dead[2:]}


def test_what_nobody_can_run_fails_for_good() -> None:
    for days in (29, 31):
        Job.objects.create(**ago(days), due_at=timezone.now() - timedelta(days=days))
    pruning.prune()
    assert [job.error for job in Job.objects.order_by("created_at")] == [pruning.NOBODYS, ""]
