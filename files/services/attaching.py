"""Files that something begins to use, or uses no more. Each function is part of the caller's transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from files.models import File
from files.services import removal

Owned = tuple[int, UUID]  # the ids of an owner and of a file


def take(pairs: Collection[Owned], *, waits: bool = True) -> dict[Owned, File]:
    """The files among these pairs of owner and file that may be used: complete, unused, not over. They are locked. One
    query; none without pairs.

    Without `waits`, files that another transaction locks are left out.
    """
    if not pairs:
        return {}
    wanted = Q(owner__in={owner for owner, _ in pairs}, pk__in={pk for _, pk in pairs})
    lockable = File.objects.select_for_update(skip_locked=not waits)
    ready = lockable.filter(wanted, state=File.State.READY, expires_at__gt=timezone.now())
    # Always in one order: two batches that lock the same files wait for each other instead of for ever.
    found = {(file.owner_id, file.pk): file for file in ready.order_by("pk")}
    return {pair: found[pair] for pair in pairs if pair in found}


def use(files: Collection[File]) -> None:
    """These files, which `take` has returned, are in use: they do not end by themselves. One statement."""
    if not files:
        return
    File.objects.filter(pk__in=[file.pk for file in files]).update(expires_at=None)
    for file in files:
        file.expires_at = None


def reserve(ids: Collection[UUID], until: datetime) -> None:
    """These files, as far as nothing uses them yet, end at this time."""
    if ids:
        File.objects.filter(pk__in=ids, expires_at__isnull=False).update(expires_at=until)


def release(files: Collection[File]) -> None:
    """Nothing uses these files any more: delete them. Their bytes go after the commit, unless a copy has them."""
    if files:
        removal.remove(files)


def discard(ids: Collection[UUID]) -> set[UUID]:
    """Delete those of these files that nothing uses yet, whoever uploaded them. Returns their ids."""
    lockable = File.objects.select_for_update().filter(pk__in=ids, expires_at__isnull=False)
    unused = list(lockable.exclude(state=File.State.REFUSED).order_by("pk"))
    release(unused)
    return {file.pk for file in unused}


def lock(ids: Collection[UUID], *, waits: bool = True) -> dict[UUID, File]:
    """Complete files in use, locked. Nobody releases their bytes before this transaction has stored its copies.
    `waits` as in `take`."""
    if not ids:
        return {}
    lockable = File.objects.select_for_update(skip_locked=not waits)
    ready = lockable.filter(pk__in=ids, state=File.State.READY, expires_at=None)
    return {file.pk: file for file in ready.order_by("pk")}


def copy(file: File, owner: User) -> File:
    """An unsaved file of `owner` with the same bytes. `file` must be locked, as `take` and `lock` return it."""
    fields = ("blob", "name", "kind", "type", "size", "received", "digest", "width", "height", "alt", "thumbhash")
    shared = {field: getattr(file, field) for field in (*fields, "thumbnails", "is_animated", "state")}
    return File(owner=owner, is_copy=True, **shared)
