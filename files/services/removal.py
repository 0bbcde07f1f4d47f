"""Deleting bytes, once no row needs them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.db.commits import after_commit
from core.jobs import queue
from core.jobs.declarations import Claim
from core.jobs.queue import NewJob
from files import deletion_hold, limits, parts, storage
from files.jobs import DELETE_BYTES
from files.models import File
from files.services import copies, expiry, usage

# What a row that only counts says of its file.
NOTHING_KNOWN: dict[str, Any] = {
    "refusal": "deleted", "name": "", "type": "", "digest": "", "alt": "", "thumbhash": "", "thumbnails": {},
    "width": None, "height": None, "use": "",
}  # fmt: skip
# Until it is asked again whether a backup still runs.
PAUSE_SECONDS = 60.0


def remove(files: Collection[File]) -> None:
    """Delete the rows of these files, and their bytes once this transaction is committed. Of what was uploaded within the
    last day a row stays that says how much came: it counts for the day, or whoever deletes could upload without end."""
    if not files:
        return
    # The job that waited for the end of this upload may have run for another's.
    expiry.watch()
    usage.watch()
    counted = {file.pk for file in files if _counts_for_the_day(file)}
    others = [file.pk for file in files if file.pk not in counted]
    if counted:
        gone = File.objects.filter(pk__in=counted)
        gone.update(state=File.State.REFUSED, expires_at=timezone.now() + limits.DAY, **NOTHING_KNOWN)
    if others:
        File.objects.filter(pk__in=others).delete()
    forget_bytes(files)


def forget_bytes(files: Collection[File]) -> None:
    """Delete the bytes of files whose rows are gone or refused, once this transaction is committed."""
    ids = [file.pk for file in files if file.state != File.State.READY]
    if not storage.in_bucket():  # there, the job deletes them with the blob
        after_commit(lambda: _remove_parts(ids))
    enqueue_bytes(files)


def enqueue_bytes(files: Collection[File]) -> None:
    queue.enqueue_all(DELETE_BYTES, [NewJob({"blob": file.blob.hex}, key=file.blob.hex) for file in files])


def delete_bytes(claim: Claim) -> None:
    """Handler of the job. A blob that another file still uses stays, and while a backup runs every blob."""
    blob = UUID(claim.data["blob"])
    copies.count_again(blob)
    if deletion_hold.is_held():
        queue.enqueue(DELETE_BYTES, claim.data, key=blob.hex, delay=PAUSE_SECONDS)
        return
    if not File.objects.filter(blob=blob).exclude(state=File.State.REFUSED).exists():
        storage.remove(blob)


def _counts_for_the_day(file: File) -> bool:
    came = file.state == File.State.READY and not file.is_copy and file.received > 0
    return came and file.owner_id is not None and file.created_at > timezone.now() - limits.DAY


def _remove_parts(ids: Collection[UUID]) -> None:
    for upload_id in ids:
        parts.remove(upload_id)
