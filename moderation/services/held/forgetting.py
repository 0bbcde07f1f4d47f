"""Refuse held messages that nobody has looked at, and delete those that were decided long ago."""

from datetime import timedelta

from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from core.jobs import queue
from core.jobs.declarations import Claim
from moderation.jobs import FORGET_HELD
from moderation.models import HeldMessage
from moderation.services.held import telling

State = HeldMessage.State
# How long an author's device is answered that sends a decided message again.
KEPT = timedelta(days=30)
# A message that nobody has looked at by then is refused.
WAITS = timedelta(days=30)
MOST_TOGETHER = 100
# The job's clock is the database's, and the rows' times are workers'.
SOONEST_SECONDS = 1.0


def watch(after: timedelta) -> None:
    """Let a job look again in this time at the latest. In the transaction that changes a row."""
    queue.enqueue_soonest(FORGET_HELD, {}, key="next", delay=max(SOONEST_SECONDS, after.total_seconds()))


def forget(claim: Claim) -> None:
    """Handler of the job."""
    decided = HeldMessage.objects.exclude(state=State.WAITING)
    over = decided.filter(decided_at__lte=Now() - KEPT).order_by("decided_at").values_list("pk", flat=True)
    HeldMessage.objects.filter(pk__in=list(over[:MOST_TOGETHER])).delete()
    waiting = HeldMessage.objects.filter(state=State.WAITING)
    locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("author", "room")
    unseen = list(locked.filter(at__lte=Now() - WAITS).order_by("at")[:MOST_TOGETHER])
    for row in unseen:
        row.state, row.decided_at = State.REFUSED, timezone.now()
        row.save(update_fields=["state", "decided_at"])
    telling.changed(unseen)
    ends = [
        first + kept
        for first, kept in (
            (decided.aggregate(first=Min("decided_at"))["first"], KEPT),
            (waiting.aggregate(first=Min("at"))["first"], WAITS),
        )
        if first
    ]
    if ends:
        watch(min(ends) - timezone.now())
