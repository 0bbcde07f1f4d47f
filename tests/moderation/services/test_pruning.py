"""A decided report goes with all that it keeps, when its days are over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.jobs.models import Job
from moderation.models import Report
from moderation.services import deciding, pruning
from tests.core.jobs.due import no_pause, run_due
from tests.moderation.scene import Reported

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def decided(hearth: Reported, days: float) -> Report:
    """So many days ago."""
    report = deciding.decide(by=hearth.owner, report_id=hearth.report().pk, decision="nothing")
    Report.objects.filter(pk=report.pk).update(decided_at=timezone.now() - days * DAY)
    return report


def due_in() -> list[timedelta]:
    """When the next look at the reports comes."""
    return [
        job.due_at - timezone.now()
        for job in Job.objects.filter(type="moderation.prune_reports", key="next")
        if job.due_at
    ]


def test_those_that_are_over_go(hearth: Reported) -> None:
    old, young, waiting = decided(hearth, 181), decided(hearth, 179), hearth.report()
    Report.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - 1000 * DAY)
    no_pause()
    run_due()
    assert {*Report.objects.values_list("pk", flat=True)} == {young.pk, waiting.pk}
    assert old.pk not in Report.objects.values_list("pk", flat=True)
    (wait,) = due_in()
    assert timedelta(hours=23) < wait < timedelta(hours=25)


def test_a_decision_lets_the_job_come_when_its_days_are_over(hearth: Reported, settings: Settings) -> None:
    settings.REPORT_DAYS = 7
    assert due_in() == []
    deciding.decide(by=hearth.owner, report_id=hearth.report().pk, decision="nothing")
    deciding.decide(by=hearth.owner, report_id=hearth.report().pk, decision="nothing")
    (wait,) = due_in()
    assert timedelta(days=6.9) < wait < timedelta(days=7.1)


def test_many_go_in_steps(hearth: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_TOGETHER", 2)
    monkeypatch.setattr(pruning, "SOONEST_SECONDS", 0.0)
    for _ in range(5):
        decided(hearth, 200)
    no_pause()
    run_due()
    run_due()
    run_due()
    assert not Report.objects.exists()
    assert due_in() == []


def test_fewer_days_hold_from_the_next_start_on(hearth: Reported, settings: Settings) -> None:
    report = decided(hearth, 20)
    settings.REPORT_DAYS = 10
    from core.jobs.queue import enqueue_at_start

    enqueue_at_start()
    run_due()
    assert not Report.objects.filter(pk=report.pk).exists()
