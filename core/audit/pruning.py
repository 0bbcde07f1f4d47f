"""Old acts go. The chain then begins later, at a link that its row keeps, and can be verified from there."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from core.audit.chaining import locked
from core.audit.jobs import PRUNE
from core.audit.models import Act, Content
from core.audit.recording import record
from core.jobs import queue
from core.jobs.declarations import Claim

ACTS_A_STATEMENT = 1_000
DAY = timedelta(days=1)


def prune(claim: Claim) -> None:
    """Handler of the job, which comes again each day."""
    if settings.AUDIT_DAYS:
        prune_before(timezone.now() - settings.AUDIT_DAYS * DAY)
    queue.enqueue(PRUNE, {}, key="next", delay=DAY.total_seconds())


def prune_before(limit: datetime) -> int:
    """How many acts went: those from the chain's beginning to the first that is not older."""
    removed = 0
    while some := _prune_some(limit, is_first=not removed):
        removed += some
    return removed


@transaction.atomic
def _prune_some(limit: datetime, *, is_first: bool) -> int:
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
