"""Write a backup file. It gets its name when it is complete and on the disk: a crash leaves no half file."""

import fcntl
import hashlib
import os
import secrets
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

from core.private_folder import sync_folder
from operations.archive.manifest import Part
from operations.errors import Refused

BLOCK = tarfile.BLOCKSIZE
UNFINISHED = ".irori-unfinished"


class Writer:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, name: str, content: bytes) -> Part:
        with self.member(name) as write:
            write(content)
        return Part(len(content), hashlib.sha256(content).hexdigest())

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Take a member in pieces. Its header is written last, when its size is known."""
        begin = self._file.tell()
        self._file.write(bytes(BLOCK))
        yield self._file.write
        end = self._file.tell()
        self._file.seek(begin)
        self._file.write(_header(name, end - begin - BLOCK))
        self._file.seek(end)
        self._file.write(bytes(-end % BLOCK))

    @contextmanager
    def nested(self, name: str) -> Iterator["NestedWriter"]:
        """Take a tar as a member."""
        with self.member(name) as write:
            inner = NestedWriter(write)
            yield inner
            inner.finish()

    def finish(self) -> None:
        self._file.write(bytes(2 * BLOCK))


class Digest:
    """Count and hash the bytes that pass through."""

    def __init__(self, write: Callable[[bytes], object] = lambda _: None) -> None:
        self._write = write
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> Self:
        self._hash.update(piece)
        self._write(piece)
        self.size += len(piece)
        return self

    @property
    def part(self) -> Part:
        return Part(self.size, self._hash.hexdigest())


class NestedWriter:
    """A tar that is written in pieces, so each member's size is known before its content."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._digest = Digest(write)

    @property
    def part(self) -> Part:
        return self._digest.part

    @property
    def size(self) -> int:
        return self._digest.size

    @contextmanager
    def member(self, name: str, size: int) -> Iterator[Callable[[bytes], object]]:
        """Take a member of exactly `size` bytes in pieces. Raises Refused where its content has another size."""
        self._digest.write(_header(name, size))
        begin = self._digest.size
        yield self._digest.write
        if self._digest.size - begin != size:
            raise Refused(f"{name} changed while it was read. There is no backup; take it again.")
        self._digest.write(bytes(-size % BLOCK))

    def finish(self) -> None:
        self._digest.write(bytes(2 * BLOCK))


@contextmanager
def new_file(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A new file at this path. Raises Refused where one exists already."""
    if target.exists() and not overwrite:
        raise Refused(f"{target} is there already. Choose another name, or replace it with --overwrite.")
    with unfinished(target.parent) as path:
        with path.open("r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name(path, target, overwrite=overwrite)
        sync_folder(target.parent)


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """An empty temporary file, removed at the end unless renamed. Files that killed programs left are removed first."""
    _remove_abandoned(folder)
    path = folder / f".{secrets.token_hex(6)}{UNFINISHED}"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused(f"Nothing can be written to {folder}: {error.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield path
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _remove_abandoned(folder: Path) -> None:
    """Remove temporary files whose lock nobody holds: a running program holds the lock of its file."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _name(path: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        path.replace(target)
        return
    try:
        os.link(path, target)  # unlike a rename, this fails where the file was made meanwhile
    except FileExistsError:
        raise Refused(f"{target} was made by somebody else meanwhile. Choose another name.") from None
    except OSError:  # the file system has no links
        path.replace(target)


def _header(name: str, size: int) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, int(time.time())
    return header.tobuf(tarfile.GNU_FORMAT)
