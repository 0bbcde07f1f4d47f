"""Delete uploads, and files that nothing uses, whose time is over."""

from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from core.jobs.declarations import Claim
from files.models import File
from files.services import expiry, removal

MOST_TOGETHER = 100


def remove(claim: Claim) -> None:
    """Delete what is over, and let a job wait for the next. Handler of the job."""
    # A file that a message takes at this moment is skipped: it has no end then.
    over = File.objects.select_for_update(skip_locked=True).filter(expires_at__lte=Now()).order_by("expires_at")
    files = list(over[:MOST_TOGETHER])
    others = File.objects.exclude(pk__in=[file.pk for file in files])
    following = others.aggregate(first=Min("expires_at"))["first"]
    if following is not None:
        expiry.watch((following - timezone.now()).total_seconds())
    removal.remove(files)
