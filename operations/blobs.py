"""The bytes of uploaded files in a backup: an uncompressed tar inside it, of names like `blobs/3f/3fa8…/original`.

They are copied after the database. The bytes of a file that is deleted in between stay until the backup ends
(files/deletion_hold.py), so the backup has the bytes of every file of its database. A bucket is backed up by its own
means, or by operations/bucket.py.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.storage import FileSystemStorage, storages

from core.db import file_exchange
from files.storage import BLOBS, VARIANTS, file_mode, folder_mode
from operations.archive.manifest import FILES, Part
from operations.archive.reader import CHUNK, Reader
from operations.archive.writer import NestedWriter, Writer
from operations.engines.sqlite import expect_room
from operations.errors import Refused
from operations.progress import Progress

PREPARED = ".restoring"
NAME = re.compile(rf"{BLOBS}/([0-9a-f]{{2}})/\1[0-9a-f]{{30}}/(?:{'|'.join(VARIANTS)})")


def place() -> Path | None:
    """The folder of all blobs; None where the storage is no folder. What links lead to, so that a restore leaves the links, and the
    bytes on their disk."""
    storage = storages["files"]
    return Path(storage.path(BLOBS)).resolve() if isinstance(storage, FileSystemStorage) else None


# -- Backup


def copy(writer: Writer, progress: Progress) -> Part | None:
    """Write all blobs. Returns size and hash; None where there are none, or none in a folder."""
    folder = place()
    if folder is None:
        progress.say("The files are not in this backup: they are in a bucket. --with-bucket takes them along.")
        return None
    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    with writer.nested(FILES) as inner:
        for file in _files_in(folder):
            _copy_one(file, f"{BLOBS}/{file.relative_to(folder)}", inner, progress)
    return inner.part


def _files_in(folder: Path) -> Iterator[Path]:
    for first in sorted(folder.iterdir()):
        for blob in sorted(first.iterdir()):
            for variant in VARIANTS:
                yield blob / variant


def _copy_one(file: Path, name: str, inner: NestedWriter, progress: Progress) -> None:
    try:
        content = file.open("rb")
    except FileNotFoundError:  # this variant does not exist
        return
    with content, inner.member(name, os.fstat(content.fileno()).st_size) as write:
        while piece := content.read(CHUNK):
            write(piece)
            progress.at("Files written", inner.size, None)


# -- Restore


def prepare(reader: Reader, progress: Progress) -> bool:
    """Unpack the blobs beside the present ones. Returns whether there are any. Raises Refused; then there is nothing."""
    discard()
    if not reader.has_files:
        return False
    if place() is None:
        raise Refused("This backup holds files, and the storage of this site is no folder. Nothing was changed.")
    # Where this is a link to a disk that is not there now, it fails, and makes no folder in the disk's place.
    Path(storages["files"].path("")).mkdir(mode=0o700, parents=True, exist_ok=True)
    prepared = _prepared()
    expect_room(prepared.parent, reader.files_size)
    try:
        _unpack(reader, prepared, progress)
    except BaseException:
        discard()
        raise
    file_exchange.belong_to_owner_of(prepared.parent.parent, prepared)
    return True


def exchange(aside: str) -> file_exchange.Exchange:
    """The exchange of the prepared folder for the present one, which goes to the folder `aside` beside it; removed where
    that is ""."""
    present = cast(Path, place())
    kept = file_exchange.beside(present, aside) if aside else ""
    return file_exchange.Exchange(str(_prepared()), str(present), kept, [""])


def discard() -> None:
    """Remove a prepared folder that was not used."""
    if place():
        shutil.rmtree(_prepared(), ignore_errors=True)


def _prepared() -> Path:
    folder = cast(Path, place())
    return folder.with_name(folder.name + PREPARED)


def _unpack(reader: Reader, prepared: Path, progress: Progress) -> None:
    for name, pieces in reader.files(progress):
        if not NAME.fullmatch(name):
            raise Refused("The backup holds a file under a name that no file of a site has. Nothing was changed.")
        target = prepared / name.removeprefix(f"{BLOBS}/")
        for folder in (prepared, target.parent.parent, target.parent):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                folder.chmod(folder_mode())
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            os.fchmod(file.fileno(), file_mode())
            _write(file, pieces)
    # All of them at once: one wait for each of a hundred thousand files takes an hour.
    os.sync()


def _write(file: BinaryIO, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
