"""Claim a report, so that two people do not look into it at the same time."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.audit.recording import NewAct, record_all
from core.db.rows import Rows
from core.problems import Problem
from moderation.models import Report
from moderation.services import lookups, telling

State = Report.State

_claimed = Rows("claimed", Report, ("id", "state", "claimed_by_id", "claimed_at"))


@transaction.atomic
def claim(*, by: User, report_id: int) -> Report:
    """Claim a report. A second call changes nothing. Raises Problem `not_found`, `forbidden`, `report_claimed` or
    `report_decided`."""
    report = lookups.lock(by, report_id)
    _claim(by, [report])
    return report


@transaction.atomic
def claim_many(*, by: User, reports: Iterable[Report]) -> Sequence[Report]:
    """As `claim`, all or none, with a few statements. Those that changed."""
    return _claim(by, lookups.lock_many(by, [report.pk for report in reports]))


@transaction.atomic
def release(*, by: User, report_id: int) -> Report:
    """Take a claim back, also that of somebody else, who may be away. Without one nothing changes. Raises Problem
    `not_found` or `forbidden`."""
    report = lookups.lock(by, report_id)
    _release(by, [report])
    return report


@transaction.atomic
def release_many(*, by: User, reports: Iterable[Report]) -> Sequence[Report]:
    """As `release`, all or none, with a few statements. Those that changed."""
    return _release(by, lookups.lock_many(by, [report.pk for report in reports]))


def _claim(by: User, reports: Sequence[Report]) -> Sequence[Report]:
    for report in reports:
        expect_undecided(report)
        expect_free(report, by)
    claimed, now = [report for report in reports if report.state == State.OPEN], timezone.now()
    for report in claimed:
        report.state, report.claimed_by, report.claimed_at = State.CLAIMED, by, now
    _save(claimed, "moderation.report_claimed", by)
    return claimed


def _release(by: User, reports: Sequence[Report]) -> Sequence[Report]:
    released = [report for report in reports if report.state == State.CLAIMED]
    for report in released:
        report.state, report.claimed_by, report.claimed_at = State.OPEN, None, None
    _save(released, "moderation.report_released", by)
    return released


def expect_undecided(report: Report) -> None:
    if report.is_decided:
        raise Problem("report_decided", about=report)


def expect_free(report: Report, by: User) -> None:
    """Raises Problem `report_claimed` where somebody else has claimed it."""
    if report.state == State.CLAIMED and report.claimed_by_id not in (None, by.pk):
        users = [report.claimed_by_id] if report.claimed_by_id else ()
        raise Problem("report_claimed", users=users, about=report)


def _save(reports: Sequence[Report], act: str, by: User) -> None:
    if not reports:
        return
    _claimed.save(reports)
    telling.changed(reports)
    record_all(
        NewAct(act, by, on=report.user or report.room, room=report.room, details={"report": report.pk})
        for report in reports
    )
