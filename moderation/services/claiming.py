"""Claim a report, so that two people do not look into it at the same time."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.audit.recording import record
from core.problems import Problem
from moderation.models import Report
from moderation.services import lookups, telling

State = Report.State


@transaction.atomic
def claim(*, by: User, report_id: int) -> Report:
    """Claim a report. A second call changes nothing. Raises Problem `not_found`, `forbidden`, `report_claimed` or
    `report_decided`."""
    report = lookups.lock(by, report_id)
    expect_undecided(report)
    expect_free(report, by)
    if report.state == State.OPEN:
        report.state, report.claimed_by, report.claimed_at = State.CLAIMED, by, timezone.now()
        _save(report)
        _record("moderation.report_claimed", by, report)
    return report


@transaction.atomic
def release(*, by: User, report_id: int) -> Report:
    """Take a claim back, also that of somebody else, who may be away. Without one nothing changes. Raises Problem
    `not_found` or `forbidden`."""
    report = lookups.lock(by, report_id)
    if report.state == State.CLAIMED:
        report.state, report.claimed_by, report.claimed_at = State.OPEN, None, None
        _save(report)
        _record("moderation.report_released", by, report)
    return report


def expect_undecided(report: Report) -> None:
    if report.is_decided:
        raise Problem("report_decided")


def expect_free(report: Report, by: User) -> None:
    """Raises Problem `report_claimed` where somebody else has claimed it."""
    if report.state == State.CLAIMED and report.claimed_by_id not in (None, by.pk):
        raise Problem("report_claimed", users=[report.claimed_by_id] if report.claimed_by_id else ())


def _record(act: str, by: User, report: Report) -> None:
    record(act, by=by, on=report.user or report.room, room=report.room, details={"report": report.pk})


def _save(report: Report) -> None:
    report.save(update_fields=["state", "claimed_by", "claimed_at"])
    telling.changed(report)
