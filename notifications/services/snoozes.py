"""Rooms that a person mutes until a time of their own. The room is muted as by its preferences; a job ends that."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts.models import User
from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import preferences
from core.db.clock import database_now
from core.jobs import queue
from core.jobs.declarations import Claim
from core.problems import Problem
from notifications.jobs import END_SNOOZES
from notifications.models import Snooze

MOST_TOGETHER = 200
SOONEST_SECONDS = 0.5


@transaction.atomic
def snooze(*, by: User, room_id: int, until: datetime) -> Snooze:
    """Raises Problem `not_found`, or `invalid` for a time that is over."""
    if until <= timezone.now():
        raise Problem("invalid", fields={"until": ["min_value"]})
    membership = preferences.prefer(by=by, room_id=room_id, muted=True)
    row = Snooze.objects.create(membership=membership, until=until)  # the one before it is forgotten by now
    _watch(until)
    return row


def wake(*, by: User, room_id: int) -> None:
    """The room is muted no more. A second call changes nothing. Raises Problem `not_found`."""
    preferences.prefer(by=by, room_id=room_id, muted=False)


def forget(*, membership: Membership, fields: Collection[str], **_: object) -> None:
    """A receiver: whoever says whether a room is muted, says it for good, also where it is muted for a while."""
    if "muted" in fields:
        Snooze.objects.filter(membership=membership).delete()


def end_due(claim: Claim) -> None:
    """End what is over, each in a transaction of its own, and wait for the next one. Handler of the job."""
    due = Snooze.objects.filter(until__lte=database_now()).order_by("until")
    for membership_id in list(due.values_list("pk", flat=True)[:MOST_TOGETHER]):
        _end(membership_id)
    if first := Snooze.objects.aggregate(first=Min("until"))["first"]:
        _watch(first)


@transaction.atomic
def _end(membership_id: int) -> None:
    """The membership is locked before its row is read: it may have been muted for longer, or for good, by then."""
    row = Snooze.objects.select_related("membership__user").filter(pk=membership_id).first()
    if row is None:
        return
    try:
        Member(row.membership.user).lock_membership(row.membership.room_id)
    except Problem:
        # The person has left, and finds the room as it would be when they come back.
        if Membership.objects.filter(pk=membership_id, left_at__isnull=False).update(muted=False):
            row.delete()
        return
    if Snooze.objects.filter(pk=membership_id, until__lte=database_now()).exists():
        preferences.prefer(by=row.membership.user, room_id=row.membership.room_id, muted=False)


def _watch(until: datetime) -> None:
    delay = max(0.0, (until - timezone.now()).total_seconds()) + SOONEST_SECONDS
    queue.enqueue_soonest(END_SNOOZES, {}, key="next", delay=delay)
