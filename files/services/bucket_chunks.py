"""Chunks of uploads where files are in a bucket. Workers share the bucket and the database, and no disk.

Each chunk but the last becomes an object, and the row of the upload then names it. With the last one the whole is put
together on this machine, because a scanner and the check of pictures read it from a disk. What comes of it gets a blob
of its own: of two workers that do this at once, the one whose row counts has its own bytes.
"""

import copy
from pathlib import Path
from typing import IO
from uuid import uuid4

from core.problems import Problem
from files import limits, parts
from files.inspection import scratch
from files.models import File
from files.s3 import parts as objects
from files.services import allowance, completion, removal

# Chunks of one upload, beside as many of the usual size as it has: only a client that sends tiny ones has more.
MOST_SMALL = 500


def append(upload: File, chunk: IO[bytes]) -> File:
    """Store a chunk at the upload's offset, as `uploads.append` does. Raises the same."""
    allowance.expect_disk(0)
    with scratch.unnamed() as file:
        with parts.disk_errors():
            length = parts.copy(chunk, file, upload.size - upload.received)
        file.seek(0)
        if upload.received + length < upload.size:
            return _store(upload, file, length) if length else upload
        return _finish(upload, file)


def _store(upload: File, chunk: IO[bytes], length: int) -> File:
    names = upload.parts.split()
    if len(names) >= MOST_SMALL + upload.size // limits.CHUNK_BYTES:
        raise Problem("invalid", "The chunks of this upload are too small: cancel it, and send larger ones.")
    names.append(objects.put(upload.blob, chunk))
    return completion.advance(upload, received=upload.received + length, parts=" ".join(names))


def _finish(upload: File, last: IO[bytes]) -> File:
    allowance.expect_disk(upload.size)
    attempt = copy.copy(upload)
    attempt.blob = uuid4()
    with scratch.folder() as folder:
        whole = folder / "upload"
        _put_together(upload, last, whole)
        try:
            ready = completion.finish(attempt, whole, blob=attempt.blob, parts="")
        except Problem:
            removal.enqueue_bytes([upload, attempt])
            raise
    if upload.parts:
        removal.enqueue_bytes([upload])
    return ready


def _put_together(upload: File, last: IO[bytes], whole: Path) -> None:
    """Raises Problem `upload_conflict` where chunks are gone; the upload begins again then."""
    with parts.disk_errors(), whole.open("wb") as target:
        try:
            for piece in objects.pieces(upload.blob, upload.parts.split(), parts.PIECE_BYTES):
                target.write(piece)
        except FileNotFoundError:
            _begin_again(upload)
        if target.tell() != upload.received:
            _begin_again(upload)
        parts.copy(last, target, upload.size - upload.received)


def _begin_again(upload: File) -> None:
    completion.advance(upload, received=0, parts="")
    raise Problem("upload_conflict", "The upload begins again at 0.")
