"""Bound inboxes: nothing that is older than KEPT, and no more than MOST_KEPT of one person."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.answer_size import batches
from core.jobs import queue
from core.jobs.declarations import Claim
from notifications.jobs import PRUNE
from notifications.models import InboxItem, InboxState

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
    lately = InboxItem.objects.filter(at__gte=timezone.now() - LATELY).order_by("user").values_list("user", flat=True)
    for some in batches(lately.distinct(), MOST_TOGETHER):
        for user in _full_among(some):
            is_more = _shorten(user) or is_more
    if is_more:
        queue.enqueue(PRUNE, {}, key="more")


@transaction.atomic
def _full_among(users: Sequence[int]) -> list[int]:
    """Whose inbox may hold too much. What was counted before is not read again."""
    states = InboxState.objects.filter(user__in=users).order_by("user")
    locked = list(states.select_for_update().values_list("pk", flat=True))
    theirs = InboxItem.objects.filter(user=OuterRef("user")).order_by().values("user")
    number = theirs.filter(pk__gt=OuterRef("counted_item")).annotate(number=Count("pk")).values("number")
    newest = theirs.annotate(newest=Max("pk")).values("newest")
    InboxState.objects.filter(pk__in=locked).update(
        counted=F("counted") + Coalesce(Subquery(number), 0), counted_item=Coalesce(Subquery(newest), F("counted_item"))
    )
    return list(states.filter(counted__gt=MOST_KEPT).values_list("user", flat=True))


@transaction.atomic
def _shorten(user: int) -> bool:
    """Delete the oldest items beyond MOST_KEPT, and note how many there are. Whether there are more of them."""
    newest = InboxItem.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)
    found = list(newest[: MOST_KEPT + MOST_TOGETHER])
    surplus = found[MOST_KEPT:]
    InboxItem.objects.filter(pk__in=surplus).delete()
    is_more = len(surplus) == MOST_TOGETHER
    # Where there are more, `counted` stays too high, so that the next run looks again.
    if found and not is_more:
        InboxState.objects.filter(user=user).update(counted=len(found) - len(surplus), counted_item=found[0])
    return is_more
