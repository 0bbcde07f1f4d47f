"""Copies whose original was deleted. The bytes of a blob count once, so one of its copies counts them from then on."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from files import selectors
from files.models import File
from files.services import usage

READY = File.State.READY


def count_again(blob: UUID) -> None:
    """Where only copies have these bytes, let the oldest one count them, as its owner's.

    Outside a transaction. Two that do this at once choose the same copy: none that is older comes meanwhile, and one that
    is deleted meanwhile leaves this to the job of its deletion. So no row is locked for longer than a statement.
    """
    ready = File.objects.filter(blob=blob, state=READY)
    oldest = ready.order_by("created_at", "pk").first()
    if oldest is None or ready.filter(is_copy=False).exists():
        return
    # Nothing of it was uploaded: it is not counted as of a day of its owner.
    if ready.filter(pk=oldest.pk).update(is_copy=False, received=0):
        usage.watch()


def count_all_again(first: int) -> None:
    """As `count_again`, for all blobs that begin with this byte."""
    ready = selectors.with_blobs_from(first).filter(state=READY)
    originals = File.objects.filter(blob=OuterRef("blob"), state=READY, is_copy=False)
    for blob in set(ready.filter(~Exists(originals), is_copy=True).values_list("blob", flat=True)):
        count_again(blob)
