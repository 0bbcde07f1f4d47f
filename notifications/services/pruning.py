"""Bound inboxes: nothing that is older than KEPT, and no more than MOST_KEPT of one person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.answer_size import batches
from core.jobs import queue
from core.jobs.declarations import Claim
from notifications import own_changes
from notifications.jobs import PRUNE
from notifications.models import Batch, Crowd, InboxItem, InboxState

KEPT = timedelta(days=90)
MOST_KEPT = 1000
MOST_TOGETHER = 1000
# Whoever was told of something within this time may have too much; this is more than the time between two runs.
LATELY = timedelta(hours=3)


def prune(claim: Claim) -> None:
    """Handler of the job. It leaves another one where something is left to do."""
    is_more = _delete_old(timezone.now() - KEPT)
    lately = InboxItem.objects.filter(at__gte=timezone.now() - LATELY).order_by("user").values_list("user", flat=True)
    for some in batches(lately.distinct(), MOST_TOGETHER):
        for user in _full_among(some):
            is_more = _shorten(user) or is_more
    if is_more:
        queue.enqueue(PRUNE, {}, key="more")


def _delete_old(since: datetime) -> bool:
    """Whether there may be more."""
    old = InboxItem.objects.filter(at__lt=since).order_by("at").values_list("pk", flat=True)
    gone = list(old[:MOST_TOGETHER])
    _delete(gone)
    for given_up in (Batch.objects.filter(given_up_at__lt=since), Crowd.objects.filter(given_up_at__lt=since)):
        given_up.delete()
    return len(gone) == MOST_TOGETHER


@transaction.atomic
def _delete(gone: Sequence[int]) -> None:
    """Whoever had not done one of these items, has fewer to do now, and their devices are told."""
    there = InboxItem.objects.filter(pk__in=gone)
    people = set(there.undone().filter(membership__left_at=None).values_list("user_id", flat=True))
    there.delete()
    own_changes.tell(people)


@transaction.atomic
def _full_among(users: Sequence[int]) -> list[int]:
    """Whose inbox may hold too much. What was counted before is not read again."""
    states = InboxState.objects.filter(user__in=users).order_by("user")
    locked = list(states.select_for_update().values_list("pk", flat=True))
    theirs = InboxItem.objects.filter(user=OuterRef("user"))
    later = theirs.filter(pk__gt=OuterRef("counted_item")).order_by()
    number = later.values("user").annotate(number=Count("pk")).values("number")
    newest = theirs.order_by("-pk").values("pk")[:1]
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
    _delete(surplus)
    is_more = len(surplus) == MOST_TOGETHER
    # Where there are more, `counted` stays too high, so that the next run looks again.
    if found and not is_more:
        InboxState.objects.filter(user=user).update(counted=len(found) - len(surplus), counted_item=found[0])
    return is_more
