"""While somebody holds it, no bytes of files are deleted: a backup copies the database first, and the bytes that belong to
it later.

It is a lock on a file beside the blobs, so it ends with the process that holds it, and every machine with the folder
sees it. Where the storage is no folder, nothing is held.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from core.db import file_exchange

NAME = "deletion.lock"


@contextmanager
def held() -> Iterator[None]:
    """Several may hold it at once."""
    path = _path()
    if path is None or not path.parent.is_dir():
        yield
        return
    descriptor = _opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def is_held() -> bool:
    """Bytes whose row was gone before this was asked may be deleted afterwards: whoever begins to hold it later reads a
    database without that row. May be true for a moment while somebody else asks."""
    path = _path()
    if path is None or not path.exists():
        return False
    descriptor = _opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _opened(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # A backup may run as another user than the site.
    file_exchange.belong_to_owner_of(path.parent, path)
    return descriptor


def _path() -> Path | None:
    storage = storages["files"]
    return Path(storage.path(NAME)) if isinstance(storage, FileSystemStorage) else None
