"""Uploads, and files that nothing uses, end after a day."""

from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from core.jobs import queue
from core.jobs.declarations import Claim
from files.jobs import EXPIRY
from files.models import File
from files.services import removal

MOST_TOGETHER = 100
# The job's clock is the database's. Where that is behind, the job comes a little early and asks again after this time.
SOONEST_SECONDS = 1.0


def watch(seconds: float) -> None:
    """Let a job end uploads in this time at the latest. In the transaction that stored the upload."""
    queue.enqueue_soonest(EXPIRY, {}, key="next", delay=max(SOONEST_SECONDS, seconds))


def end_due(claim: Claim) -> None:
    """Delete what is over, and wait for the next. Handler of the job."""
    # A file that a message takes at this moment is skipped: it has no end then.
    over = File.objects.select_for_update(skip_locked=True).filter(expires_at__lte=Now()).order_by("expires_at")
    removal.remove(list(over[:MOST_TOGETHER]))
    following = File.objects.aggregate(first=Min("expires_at"))["first"]
    if following is not None:
        watch((following - timezone.now()).total_seconds())
