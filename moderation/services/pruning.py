"""Delete decided reports, with the words they keep, REPORT_DAYS after the decision."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from core.jobs import queue
from core.jobs.declarations import Claim
from moderation.jobs import PRUNE_REPORTS
from moderation.models import Report

MOST_TOGETHER = 200
# The job's clock is the database's, and the decision's time a worker's.
SOONEST_SECONDS = 1.0


def watch() -> None:
    """Let a job delete the report that is decided now. In the transaction that decides it."""
    queue.enqueue(PRUNE_REPORTS, {}, key="next", delay=_kept().total_seconds() + SOONEST_SECONDS)


def prune(claim: Claim) -> None:
    """Delete reports that were decided long enough ago, and wait for the next one. Handler of the job."""
    decided = Report.objects.filter(state=Report.State.DECIDED)
    over = decided.filter(decided_at__lte=Now() - _kept()).order_by("decided_at").values_list("pk", flat=True)
    Report.objects.filter(pk__in=list(over[:MOST_TOGETHER])).delete()
    if first := decided.aggregate(first=Min("decided_at"))["first"]:
        delay = max(SOONEST_SECONDS, (first + _kept() - timezone.now()).total_seconds())
        queue.enqueue_soonest(PRUNE_REPORTS, {}, key="next", delay=delay)


def _kept() -> timedelta:
    return timedelta(days=settings.REPORT_DAYS)
