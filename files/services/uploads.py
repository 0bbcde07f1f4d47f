"""Receive a file in chunks. Any worker takes any chunk.

An upload's offset is `received`. It counts only bytes that are on the disk, or in the bucket, and it counts the last chunk only when the
file is ready: a client whose connection or worker ends earlier sends that chunk again.
"""

from collections.abc import Callable
from functools import cache
from typing import IO, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from core.app_contents import named
from core.problems import Problem
from files import limits, parts, selectors, storage
from files.models import File
from files.names import cleaned
from files.services import allowance, bucket_chunks, completion, expiry, orphans, removal, usage

State = File.State
CANCELLED = "cancelled"


class Announced(TypedDict):
    """What is known of a file before its bytes. `size`: bytes."""

    size: int
    name: str
    kind: str
    alt: str


@transaction.atomic
def begin(*, by: User, once: Once | None = None, **announced: Unpack[Announced]) -> File:
    """Announce a file. Raises Problem `idempotency_conflict`, `upload_gone` where the same call was made before and
    its upload has ended, `storage_away`, and those of `allowance.expect_room`."""
    call = idempotency.claim(once) if once else None
    if call and call.made:
        return _made_before(by, UUID(call.made))
    storage.expect_there()
    # Two uploads that begin at once are not both the last one that has room.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    allowance.expect_room(by, announced["size"])
    announced["name"] = cleaned(announced["name"])
    file = File.objects.create(owner=by, expires_at=timezone.now() + limits.KEPT, **announced)
    expiry.watch()
    orphans.watch()
    usage.watch()
    if call:
        idempotency.note(call, file.pk)
    return file


def current(by: User, upload_id: UUID) -> File:
    """An upload that goes on, or is complete. Raises Problem `not_found` or `upload_gone`."""
    upload = selectors.own(by, upload_id)
    if upload.state == State.REFUSED or _is_over(upload):
        raise Problem("upload_gone")
    return upload


def expect_chunk(by: User, upload_id: UUID, offset: int) -> File:
    """The upload, where its next chunk begins at `offset`. Raises Problem `upload_conflict` and those of `current`."""
    upload = current(by, upload_id)
    if upload.received != offset:
        raise Problem("upload_conflict", f"The upload goes on at {upload.received}.")
    return upload


def append(by: User, upload_id: UUID, offset: int, chunk: IO[bytes]) -> File:
    """Store a chunk. With the last one the file is processed, and ready.

    Raises Problem `upload_conflict` for another offset, or where somebody else writes; `file_too_large` for more bytes
    than announced, `storage_full`, `storage_away`, those of `current`, and those of `processing.process`. Nothing is
    counted then.
    """
    upload = expect_chunk(by, upload_id, offset)
    if upload.state == State.READY:
        return _expect_nothing(upload, chunk)
    if storage.in_bucket():
        return bucket_chunks.append(upload, chunk)
    with parts.locked(upload_id) as part:
        # Looked up again: the lock's last holder may have moved the offset.
        upload = expect_chunk(by, upload_id, offset)
        allowance.expect_disk(0)
        try:
            written = parts.write(part, offset, chunk, upload.size - offset)
        except parts.PartMissing:
            completion.advance(upload, received=0)
            raise Problem("upload_conflict", "The upload begins again at 0.") from None
        if offset + written < upload.size:
            return completion.advance(upload, received=offset + written) if written else upload
        ready = completion.finish(upload, parts.path_of(upload_id))
        parts.remove(upload_id)
        return ready


@transaction.atomic
def cancel(by: User, upload_id: UUID) -> None:
    """End an upload, or delete a file that nothing uses. Doing it twice is no error. Raises Problem `not_found`."""
    upload = selectors.own(by, upload_id)
    # The row stays until it expires: what was received counts for the day.
    mine = File.objects.filter(pk=upload.pk, expires_at__isnull=False).exclude(state=State.REFUSED)
    if mine.update(state=State.REFUSED, refusal=CANCELLED):
        removal.forget_bytes([upload])


@transaction.atomic
def describe(by: User, file_id: UUID, alt: str) -> File:
    """Change the alternative text of a file that nothing uses yet. Raises Problem `not_found`, also where an app holds the
    file: what somebody looks at now must be what is published then."""
    mine = File.objects.filter(owner=by, pk=file_id, expires_at__isnull=False, state=State.READY)
    # Locked first, as `attaching.take` locks it: who begins to hold the file meanwhile is seen, or sees the new text.
    file = mine.select_for_update().first()
    if file is None or any(holds(file) for holds in _holders()):
        raise Problem("not_found")
    file.alt = alt
    file.save(update_fields=["alt"])
    return file


@cache
def _holders() -> tuple[Callable[[File], bool], ...]:
    return tuple(named("file_holders"))


def _expect_nothing(upload: File, chunk: IO[bytes]) -> File:
    if chunk.read(1):
        raise Problem("file_too_large", parts.MORE)
    return upload


def _made_before(by: User, file_id: UUID) -> File:
    """What an earlier call with the same key has made, used or not."""
    file = File.objects.filter(owner=by, pk=file_id).exclude(state=State.REFUSED).first()
    if file is None:
        raise Problem("upload_gone")
    return file


def _is_over(upload: File) -> bool:
    return upload.expires_at is not None and upload.expires_at <= timezone.now()
