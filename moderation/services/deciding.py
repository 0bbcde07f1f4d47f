"""Decide a report: what it comes to, and whether its reporter is told."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.audit.recording import record
from moderation.models import Report
from moderation.services import claiming, consequences, lookups, pruning, telling


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
    report.state, report.decision, report.note, report.told = Report.State.DECIDED, decision, note.strip(), tell
    report.decided_by, report.decided_at = by, timezone.now()
    report.save(update_fields=["state", "decision", "note", "told", "decided_by", "decided_at"])
    details = {"report": report.pk, "decision": decision, "told": tell}
    record(
        "moderation.report_decided", by=by, on=report.user or report.room, room=report.room, reason=report.note,
        details=details,
    )  # fmt: skip
    pruning.watch()
    telling.changed(report)
    if tell:
        telling.decided(report)
    return report
