"""Files without bytes, and bytes without files. In a folder neither comes about by a crash: rows come before bytes, and
go before them. Both come of restored backups, lost disks, and people who delete by hand. A bucket also keeps what a
process that was killed had stored just then."""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from core.jobs import queue
from core.jobs.declarations import Claim
from files import deletion_hold, limits, parts, selectors, storage
from files.jobs import ORPHANS
from files.models import File
from files.s3 import parts as objects
from files.services import copies, usage

logger = logging.getLogger(__name__)

State = File.State
# Younger bytes may belong to a row that is not committed yet, or to a backup that is being restored.
OLD = timedelta(days=1)


class Found(NamedTuple):
    """`without_bytes`: ids of files. `without_file`: how many blobs and parts belonged to no file, and were deleted."""

    without_bytes: list[UUID]
    without_file: int


def watch() -> None:
    """Let the job look once a day. In the transaction that stored an upload."""
    queue.enqueue(ORPHANS, {}, key="next", delay=limits.DAY.total_seconds())


def look(claim: Claim) -> None:
    """Handler of the job."""
    # A restored backup has no jobs of deletions, and a worker of the version before counted no copy.
    for first in range(256):
        copies.count_all_again(first)
    found = find()
    if found.without_bytes:
        logger.error("%d files have no bytes: restore them from a backup", len(found.without_bytes))
    if found.without_file:
        logger.warning("deleted the bytes of %d files that exist no more", found.without_file)
    usage.watch()
    watch()


def find(*, delete: bool = True) -> Found:
    """Compare the rows with the storage, in 256 steps. With `delete`, what belongs to no row goes once it is old."""
    without_bytes: list[UUID] = []
    surplus = 0
    for first in range(256):
        stored, used = set(_stored(f"{first:02x}")), _used(first)
        without_bytes += [file_id for file_id, blob in used.items() if blob not in stored]
        orphans = [blob for blob in stored - _known(first) if _is_old(blob)]
        surplus += len(orphans)
        # A backup may need what was a file's a moment ago.
        for blob in orphans if delete and not deletion_hold.is_held() else ():
            storage.remove(blob)
    surplus += _old_parts(delete)
    if storage.in_bucket():
        surplus += _old_objects(delete)
    return Found(without_bytes, surplus)


def _stored(prefix: str) -> Iterator[UUID]:
    try:
        folders, _files = storage.storage().listdir(f"{storage.BLOBS}/{prefix}")
    except FileNotFoundError:
        return
    for name in folders:
        with suppress(ValueError):
            yield UUID(name)


def _used(first: int) -> dict[UUID, UUID]:
    """Blobs by file, of complete files whose blob begins with this byte."""
    return dict(selectors.with_blobs_from(first).filter(state=State.READY).values_list("pk", "blob"))


def _known(first: int) -> set[UUID]:
    return set(selectors.with_blobs_from(first).exclude(state=State.REFUSED).values_list("blob", flat=True))


def _is_old(blob: UUID) -> bool:
    files = storage.storage()
    _folders, variants = files.listdir(storage.folder_of(blob))
    return all(timezone.now() - files.get_modified_time(f"{storage.folder_of(blob)}/{each}") > OLD for each in variants)


def _old_parts(delete: bool) -> int:
    """Parts of uploads that do not go on."""
    number = 0
    for path in storage.folder("parts").iterdir():
        with suppress(FileNotFoundError, ValueError):
            is_open = File.objects.filter(pk=UUID(path.name), state=State.RECEIVING).exists()
            if is_open or time.time() - path.stat().st_mtime < OLD.total_seconds():
                continue
            number += 1
            if delete:
                parts.remove(UUID(path.name))
    return number


def _old_objects(delete: bool) -> int:
    """Chunks in the bucket whose uploads do not go on. Uploads to the bucket that were broken off are ended, too."""
    bucket, before = storage.storage(), timezone.now() - OLD
    newest: dict[str, datetime] = {}
    for found in bucket.below(f"{objects.PARTS}/"):
        folder = found.name.split("/")[1]
        newest[folder] = max(found.at, newest.get(folder, found.at))
    old = [folder for folder, at in newest.items() if at < before and not _is_received(folder)]
    for folder in old if delete else ():
        bucket.remove(f"{objects.PARTS}/{folder}/")
    if delete:
        bucket.end_uploads(before)
    return len(old)


def _is_received(blob: str) -> bool:
    with suppress(ValueError):
        return File.objects.filter(blob=UUID(blob), state=State.RECEIVING).exists()
    return False
