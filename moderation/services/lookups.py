"""Reports looked up for the person who acts. No other module does."""

from collections.abc import Collection

from accounts.models import User
from core.problems import Problem
from moderation.models import Report
from moderation.selectors.reports import to_decide, with_people


def to_read(by: User, report_id: int) -> tuple[Report, bool]:
    """A report that the person decides, or has made, and whether they decide it. Raises Problem `not_found`."""
    if report := with_people(to_decide(by)).filter(pk=report_id).first():
        return report, True
    mine = with_people(Report.objects.filter(reporter=by)).filter(pk=report_id).first()
    if mine is None:
        raise Problem("not_found")
    return mine, False


def lock(by: User, report_id: int) -> Report:
    """A report that the person decides, locked until the transaction ends. Raises Problem `not_found`; `forbidden` to
    its reporter, and to staff who are reported."""
    report = with_people(to_decide(by).select_for_update(of=("self",), no_key=True)).filter(pk=report_id).first()
    if report is not None:
        if report.user_id == by.pk:
            raise Problem("forbidden", "Others decide on a report about you.")
        return report
    if Report.objects.filter(pk=report_id, reporter=by).exists():
        raise Problem("forbidden", "Others decide on this report.")
    raise Problem("not_found")


def lock_many(by: User, report_ids: Collection[int]) -> list[Report]:
    """As `lock`, with their rooms, by id. Those that are gone, or that the person does not decide, are left out. Raises
    Problem `forbidden` to staff who are reported."""
    lockable = with_people(to_decide(by).select_for_update(of=("self",), no_key=True)).select_related("room")
    found = list(lockable.filter(pk__in=report_ids).order_by("pk"))
    for report in found:
        if report.user_id == by.pk:
            raise Problem("forbidden", "Others decide on a report about you.", about=report)
    return found
