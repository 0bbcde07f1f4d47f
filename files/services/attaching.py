"""A file gets its one use: a message, a portrait, a picture. And loses it."""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from files.models import File

Owned = tuple[int, UUID]  # the ids of the owner and of the file


def take(wanted: Collection[Owned], *, waits: bool = True) -> dict[tuple[int | None, UUID], File]:
    """The files among these that their owners may use: complete, without a use, not expired. They stay locked,
    ascending by id. One query, none without ids.

    Without `waits`, files that other transactions lock are left out.
    """
    if not wanted:
        return {}
    unused = File.objects.filter(state=File.State.READY, expires_at__gt=timezone.now())
    named = unused.filter(pk__in={pk for _, pk in wanted}, owner__in={owner for owner, _ in wanted}).order_by("pk")
    found = {(file.owner_id, file.pk): file for file in named.select_for_update(skip_locked=not waits)}
    return {owned: file for owned, file in found.items() if owned in wanted}


def use(files: Collection[File]) -> None:
    """These taken files have a use now, and do not expire."""
    if files:
        File.objects.filter(pk__in=[file.pk for file in files]).update(expires_at=None)


def copy(file: File, owner: User) -> File:
    """Another file with the same bytes, not saved. Lock `file` meanwhile: its bytes go when no row names them."""
    values = {field.attname: getattr(file, field.attname) for field in File._meta.concrete_fields}
    return File(**values | {"id": uuid4(), "owner_id": owner.pk, "created_at": timezone.now(), "expires_at": None})


def release(files: Collection[File]) -> None:
    """Nothing uses these files any more: delete their rows."""
    if files:
        File.objects.filter(pk__in=[file.pk for file in files]).delete()
