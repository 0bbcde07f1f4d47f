"""Bound inboxes: nothing that is older than KEPT, and no more than MOST_KEPT of one person."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from core.jobs import queue
from core.jobs.declarations import Claim
from notifications.jobs import PRUNE
from notifications.models import InboxItem

KEPT = timedelta(days=90)
MOST_KEPT = 1000
MOST_TOGETHER = 1000
# Whoever was told of something within this time may have too much; this is more than the time between two runs.
LATELY = timedelta(hours=3)


def prune(claim: Claim) -> None:
    """Handler of the job. It leaves another one where something is left to do."""
    old = InboxItem.objects.filter(at__lt=timezone.now() - KEPT).order_by("at").values_list("pk", flat=True)
    gone = list(old[:MOST_TOGETHER])
    InboxItem.objects.filter(pk__in=gone).delete()
    is_more = len(gone) == MOST_TOGETHER
    lately = InboxItem.objects.filter(at__gte=timezone.now() - LATELY).order_by().values("user").distinct()
    full = InboxItem.objects.filter(user__in=lately).order_by().values("user").annotate(number=Count("pk"))
    for user in list(full.filter(number__gt=MOST_KEPT).values_list("user", flat=True)[:MOST_TOGETHER]):
        is_more = _shorten(user) or is_more
    if is_more:
        queue.enqueue(PRUNE, {}, key="more")


def _shorten(user: int) -> bool:
    """Delete the oldest items beyond MOST_KEPT. Whether there are more of them."""
    newest = InboxItem.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)
    surplus = list(newest[MOST_KEPT : MOST_KEPT + MOST_TOGETHER])
    InboxItem.objects.filter(pk__in=surplus).delete()
    return len(surplus) == MOST_TOGETHER
