"""The bytes of uploads that are not complete, in a folder: one file each, which any worker may go on writing.

A part may be longer than the upload's offset, because a worker was killed before it noted the offset. The next chunk
overwrites what is beyond the offset.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from core.problems import Problem
from files import storage

PIECE_BYTES = 1024 * 1024
MORE = "These are more bytes than the upload was announced with."
FULL = (errno.ENOSPC, errno.EDQUOT)


class PartMissing(Exception):
    """Fewer bytes are on the disk than the upload's offset says."""


def path_of(upload_id: UUID) -> Path:
    return storage.folder("parts") / upload_id.hex


@contextmanager
def locked(upload_id: UUID) -> Iterator[IO[bytes]]:
    """The part, open for this writer alone, on all workers. Raises Problem `upload_conflict` where another one writes.

    The lock ends with its process. An empty part is not kept.
    """
    path = path_of(upload_id)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as part:
        _lock(part, path)
        try:
            yield part
        finally:
            if not os.fstat(part.fileno()).st_size:
                path.unlink(missing_ok=True)


def write(part: Any, offset: int, chunk: IO[bytes], most: int) -> int:
    """Write a chunk at this offset; it is on the disk when this returns. Returns its length.

    Raises PartMissing, Problem `file_too_large` for a chunk of more than `most` bytes, and Problem `storage_full`.
    """
    if os.fstat(part.fileno()).st_size < offset:
        raise PartMissing
    part.seek(offset)
    with disk_errors():
        written = copy(chunk, part, most)
        part.truncate(offset + written)
        os.fdatasync(part.fileno())
    return written


def remove(upload_id: UUID) -> None:
    with suppress(FileNotFoundError):
        path_of(upload_id).unlink()


@contextmanager
def disk_errors() -> Iterator[None]:
    """Raise Problem `storage_full` where the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Problem("storage_full") from error
        raise


def copy(chunk: IO[bytes], target: Any, most: int) -> int:
    """Returns the length. Raises Problem `file_too_large` for more than `most` bytes, and OSError."""
    written = 0
    while piece := chunk.read(min(PIECE_BYTES, most - written + 1)):
        written += len(piece)
        if written > most:
            raise Problem("file_too_large", MORE)
        write_all(target, piece)
    return written


def write_all(target: Any, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[target.write(view) :]


def _lock(part: IO[bytes], path: Path) -> None:
    try:
        fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The lock's last holder may have removed the file that was opened.
        is_current = os.stat(path).st_ino == os.fstat(part.fileno()).st_ino
    except (BlockingIOError, FileNotFoundError):
        is_current = False
    if not is_current:
        raise Problem("upload_conflict")
