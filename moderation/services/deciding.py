"""Decide a report: what it comes to, and whether its reporter is told."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.audit.recording import NewAct, record_all
from core.db.rows import Rows
from moderation.models import Report
from moderation.services import claiming, consequences, lookups, pruning, telling

_decided = Rows("decided", Report, ("id", "state", "decision", "note", "told", "decided_by_id", "decided_at"))


@transaction.atomic
def decide(
    *, by: User, report_id: int, decision: str, note: str = "", seconds: int | None = None, tell: bool = True
) -> Report:
    """Decide a report, and do what was decided in the same transaction. `seconds`: how long a mute lasts, None: until it is
    lifted. The decision that was made already changes nothing.

    Raises Problem `not_found`, `forbidden`, `report_claimed`, `report_decided`, or as `consequences.carry_out` does.
    """
    report = lookups.lock(by, report_id)
    if report.is_decided and report.decision == decision:
        return report
    claiming.expect_undecided(report)
    claiming.expect_free(report, by)
    consequences.carry_out(by=by, report=report, decision=decision, seconds=seconds)
    _store([report], by, decision, note.strip(), tell=tell)
    return report


@transaction.atomic
def dismiss_many(*, by: User, reports: Iterable[Report]) -> Sequence[Report]:
    """Decide that nothing is to be done, as `decide` does, all or none, with a few statements. Those that changed."""
    found = lookups.lock_many(by, [report.pk for report in reports])
    waiting = [report for report in found if report.decision != Report.Decision.NOTHING]
    for report in waiting:
        claiming.expect_undecided(report)
        claiming.expect_free(report, by)
    _store(waiting, by, Report.Decision.NOTHING, "", tell=True)
    return waiting


def _store(reports: Sequence[Report], by: User, decision: str, note: str, *, tell: bool) -> None:
    if not reports:
        return
    now = timezone.now()
    for report in reports:
        report.state, report.decision, report.note, report.told = Report.State.DECIDED, decision, note, tell
        report.decided_by, report.decided_at = by, now
    _decided.save(reports)
    record_all(
        NewAct(
            "moderation.report_decided",
            by,
            on=report.user or report.room,
            room=report.room,
            reason=note,
            details={"report": report.pk, "decision": decision, "told": tell},
        )
        for report in reports
    )
    pruning.watch()
    telling.changed(reports)
    for report in reports if tell else ():
        telling.decided(report)
