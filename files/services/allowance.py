"""Whether one more file has room: checked before its bytes are received."""

import shutil
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from core.problems import Problem
from files import limits, storage
from files.models import File

State = File.State


class Allowance(NamedTuple):
    """Bytes that a person may upload: at once, of one file, within a day, and of that what is left. None: any
    number."""

    chunk_bytes: int
    file_bytes: int
    day_bytes: int | None
    left_bytes: int | None


def of(person: User) -> Allowance:
    day = limits.day_bytes() or None
    left = None if day is None else max(0, day - _uploaded(person))
    return Allowance(limits.CHUNK_BYTES, limits.file_bytes(), day, left)


def expect_size(size: int) -> None:
    """Raises Problem `file_empty` or `file_too_large`."""
    if size == 0:
        raise Problem("file_empty")
    if size > limits.file_bytes():
        raise Problem("file_too_large", f"A file has at most {limits.file_bytes() // limits.MEBIBYTE} MB here.")


def expect_room(person: User, size: int) -> None:
    """Raises Problem `too_many_uploads`, `quota_reached` or `storage_full`, and those of `expect_size`."""
    expect_size(size)
    expect_disk(size)
    if _open(person).count() >= limits.MOST_OPEN:
        raise Problem("too_many_uploads")
    day, site = limits.day_bytes(), limits.site_bytes()
    if day and _uploaded(person) + size > day:
        raise Problem("quota_reached", wait=limits.DAY.total_seconds())
    if site and _sum(File.objects.filter(is_copy=False).exclude(state=State.REFUSED), "size") + size > site:
        raise Problem("storage_full")


def expect_disk(size: int) -> None:
    """Raises Problem `storage_full` where the disk would have less left than it must."""
    if shutil.disk_usage(storage.folder("parts")).free - size < limits.free_bytes():
        raise Problem("storage_full")


def _open(person: User) -> QuerySet[File]:
    return File.objects.filter(owner=person, state=State.RECEIVING, expires_at__gt=timezone.now())


def _uploaded(person: User) -> int:
    """Bytes of the last day: as announced while they are received, then as far as they came, whatever became of the
    file. A copy that counts its bytes since its original was deleted has received none."""
    since = timezone.now() - limits.DAY
    mine = File.objects.filter(owner=person, created_at__gt=since, is_copy=False)
    came = Q(state__in=[State.READY, State.REFUSED])
    return _sum(mine.exclude(came), "size") + _sum(mine.filter(came), "received")


def _sum(files: QuerySet[File], field: str) -> int:
    total: int = files.aggregate(total=Coalesce(Sum(F(field)), 0))["total"]
    return total
