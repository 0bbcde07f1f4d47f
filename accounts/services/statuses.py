"""Statuses that end by themselves.

The payload shows no status that is over. A job clears it and tells whoever has seen it, so that no client needs a clock.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from accounts.jobs import STATUS_ENDS
from accounts.models import User
from accounts.signals import profiles_changed
from core.jobs import queue
from core.jobs.declarations import Claim
from core.problems import Problem

LONGEST = timedelta(days=366)
MOST_TOGETHER = 100
# The job's clock is the database's. Where that is behind, the job comes a little early and asks again after this time.
SOONEST_SECONDS = 1.0
NO_STATUS = {"status_emoji": "", "status_text": "", "status_until": None}


def with_end(user: User, changes: dict[str, Any]) -> dict[str, Any]:
    """These changes of a profile, with what follows for the end of the status: a new status has an end of its own, no status has none.

    Raises Problem `invalid` for an end that is past, or more than a year ahead.
    """
    if not NO_STATUS.keys() & changes:
        return changes
    if user.status_until and user.status_until <= timezone.now():
        # Over, and not cleared yet.
        changes = {**NO_STATUS, **changes}
    until = changes.get("status_until")
    if until is not None:
        _require_ahead(until)
    is_empty = not any(changes.get(field, getattr(user, field)) for field in ("status_emoji", "status_text"))
    return {**changes, "status_until": None if is_empty else until}


def watch(until: datetime) -> None:
    """Let a job end the status then. In the transaction that stored it."""
    delay = max(SOONEST_SECONDS, (until - timezone.now()).total_seconds())
    queue.enqueue_soonest(STATUS_ENDS, {}, key="next", delay=delay)


def end_due(claim: Claim) -> None:
    """Clear the statuses that are over, and wait for the next one. Handler of the job."""
    # Rows that refer to a person wait for FOR UPDATE: their messages among them.
    over = User.objects.select_for_update(no_key=True).filter(status_until__lte=Now()).order_by("pk")[:MOST_TOGETHER]
    if ended := list(over):
        User.objects.filter(pk__in=[user.pk for user in ended]).update(**NO_STATUS)
        profiles_changed.send(User, users=ended)
    following = User.objects.aggregate(first=Min("status_until"))["first"]
    if following is not None:
        watch(following)


def _require_ahead(until: datetime) -> None:
    ahead = until - timezone.now()
    if ahead <= timedelta():
        raise Problem("invalid", fields={"status_until": ["min_value"]})
    if ahead > LONGEST:
        raise Problem("invalid", fields={"status_until": ["max_value"]})
