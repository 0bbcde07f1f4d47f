"""Where the bytes of files are: in the storage `files`, which is a folder by default, or a bucket (files/s3).

    blobs/<first two digits of the blob>/<blob>/{original,small,large}

Bodies of requests are in `folder()` on this machine. So are uploads that are not complete where files are in a folder,
which all workers share; in a bucket these are objects as well (files/s3/parts.py).
"""

import errno
import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages

from core.private_folder import sync_folder
from files.models import File
from files.s3 import parts

ORIGINAL, SMALL, LARGE = VARIANTS = ("original", "small", "large")
BLOBS = "blobs"


def storage() -> Any:
    """Django's Storage; where `in_bucket`, files.s3.bucket.Bucket."""
    return storages["files"]


def in_bucket() -> bool:
    return bool(settings.FILES_STORAGE == "s3")


def expect_there() -> None:
    """Raises Problem `storage_away` where the bucket is known not to answer."""
    if in_bucket():
        storage().expect_there()


def path_of(file: File, variant: str) -> str:
    """The name in the storage of one variant of a file."""
    return f"{folder_of(file.blob)}/{variant}"


def folder_of(blob: UUID) -> str:
    return f"{BLOBS}/{blob.hex[:2]}/{blob.hex}"


def put(name: str, source: Path) -> None:
    """Store the content of `source` under this name. It is on the disk when this returns, and replaces what had the
    name. `source` stays, and must not change afterwards. Raises OSError, and Problem `storage_away`."""
    if in_bucket():
        storage().put(name, source)
    else:
        _link(source, Path(storage().path(name)))


def size_of(file: File, variant: str) -> int:
    """Bytes. Raises FileNotFoundError, and Problem `storage_away`."""
    if in_bucket() and variant == ORIGINAL:
        return file.size  # known without asking the bucket
    return int(storage().size(path_of(file, variant)))


def opened(name: str, first: int, length: int) -> IO[bytes]:
    """These bytes of what has this name. Raises as `size_of` does."""
    if in_bucket():
        ranged: IO[bytes] = storage().opened(name, first, length)
        return ranged
    content: IO[bytes] = storage().open(name)
    content.seek(first)
    return content


def remove(blob: UUID) -> None:
    """Delete all variants of a blob, its folder, and its chunks in a bucket. What is not there is no error."""
    if in_bucket():
        for prefix in (f"{folder_of(blob)}/", parts.folder_of(blob)):
            storage().remove(prefix)
        return
    with suppress(FileNotFoundError):
        for path in Path(storage().path(folder_of(blob))).iterdir():
            # A process that was killed while it stored a variant leaves another name, beside the variants.
            path.unlink(missing_ok=True)
    storage().delete(folder_of(blob))


def folder(name: str) -> Path:
    """A private folder for what is not complete: `parts` or `incoming`."""
    path: Path = settings.STATE_DIR / "files" / name
    _make(path)
    return path


def sync(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(source: Path, target: Path) -> None:
    # A second name for the same bytes costs nothing, and no crash leaves half a file under the target's name.
    _make(target.parent)
    sync(source)
    beside = target.with_name(f".{uuid.uuid4().hex}")
    try:
        os.link(source, beside)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, beside)
    # Whoever wrote it: the process that makes thumbnails has the mask of its user.
    beside.chmod(file_mode())
    beside.replace(target)
    for parent in (target.parent, *target.parent.parents[:3]):
        sync_folder(parent)


def _copy(source: Path, target: Path) -> None:
    """From another file system."""
    target.touch(mode=0o600)
    try:
        shutil.copyfile(source, target)
        sync(target)
    except BaseException:
        target.unlink()
        raise


def _make(path: Path) -> None:
    if path.is_dir():
        return
    if path != settings.STATE_DIR and path.parent != path:
        _make(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    if path != settings.STATE_DIR:
        path.chmod(folder_mode())


def file_mode() -> int:
    """Of blobs. Where nginx reads them it does so as a member of the group of the site's user."""
    return 0o640 if settings.FILES_SENT_BY == "nginx" else 0o600


def folder_mode() -> int:
    """Of the folders of blobs."""
    return 0o750 if settings.FILES_SENT_BY == "nginx" else 0o700
