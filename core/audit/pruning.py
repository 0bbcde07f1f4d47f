"""Old acts go. The chain then begins later, at a link that its row keeps, and can be verified from there."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from core.audit.chaining import locked
from core.audit.jobs import DAY_SECONDS, PRUNE
from core.audit.models import Act, Content
from core.audit.recording import record
from core.jobs import queue
from core.jobs.declarations import Claim

ACTS_A_STATEMENT = 1_000


def prune(claim: Claim) -> None:
    """Handler of the job, which comes again each day while there are acts, and at once where more is old."""
    removed = _prune_old(is_first=not claim.data.get("goes_on"))
    if removed == ACTS_A_STATEMENT:
        queue.enqueue(PRUNE, {"goes_on": True})
    elif QuerySet(Act).exists():
        queue.enqueue(PRUNE, {}, key="next", delay=DAY_SECONDS)


def _prune_old(*, is_first: bool) -> int:
    days: int = settings.AUDIT_DAYS
    return prune_before(timezone.now() - timedelta(days=days), is_first=is_first) if days else 0


@transaction.atomic
def prune_before(limit: datetime, *, is_first: bool = True) -> int:
    """How many acts went: those from the chain's beginning to the first that is not older, up to ACTS_A_STATEMENT.

    The first time it is recorded, in a word for all that follow.
    """
    beginning = locked()
    old: list[Act] = []
    for act in _oldest(beginning.pruned_position):
        if act.at >= limit:
            break
        old.append(act)
    if not old:
        return 0
    ids = [act.pk for act in old]
    QuerySet(Content).filter(pk__in=ids).delete()
    QuerySet(Act).filter(pk__in=ids).delete()
    beginning.pruned_position, beginning.pruned_link = old[-1].position or 0, old[-1].link
    beginning.save(update_fields=["pruned_position", "pruned_link"])
    if is_first:
        record("audit.pruned", by=None, details={"before": limit.isoformat(timespec="seconds")})
    return len(old)


def _oldest(after: int) -> QuerySet[Act, Act]:
    return QuerySet(Act).filter(position__gt=after).order_by("position")[:ACTS_A_STATEMENT]
