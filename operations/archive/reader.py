"""Read a backup file without trusting it: it must hold exactly our members, in our order, as plain files.

This module reads headers one by one. tarfile's own loop would follow extensions of any size into memory. No file is written under a
name that the backup contains.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

import msgspec
from msgspec import UNSET

from operations.archive.manifest import (
    CHECKSUM,
    DATABASE,
    FILES,
    FORMAT,
    KEYS,
    MANIFEST,
    MEMBERS,
    SMALL,
    Manifest,
    Part,
    checksum_line,
)
from operations.archive.writer import BLOCK
from operations.errors import Refused
from operations.progress import Progress

CHUNK = 1 << 20


class Format(msgspec.Struct):
    """The fields that every version of the manifest has."""

    product: str
    format: int


class Reader:
    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._places = self._find()
        self.manifest = self._read_manifest()
        self.keys = self._small(KEYS)
        said = Part(len(self.keys), hashlib.sha256(self.keys).hexdigest())
        self._expect(said == self.manifest.keys, "its keys are damaged")
        self._expect(self._places[DATABASE][1] == self.manifest.database.size, "its database is not whole")
        said_files = self.manifest.files.size if self.manifest.files else None
        self._expect(said_files == (self._places[FILES][1] if self.has_files else None), "its files are not whole")

    @property
    def has_files(self) -> bool:
        return FILES in self._places

    @property
    def files_size(self) -> int:
        """Bytes of all files, and of what lies between them."""
        return self._places[FILES][1]

    def files(self, progress: Progress) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each file's name, unchecked, and its content in pieces, which must be read before the next file. Raises
        Refused after the last one where size or hash differ from the manifest."""
        (offset, size), digest = self._places[FILES], hashlib.sha256()
        self._file.seek(offset)
        end = offset + size

        def pieces(count: int) -> Iterator[bytes]:
            while piece := self._file.read(min(CHUNK, count)):
                digest.update(piece)
                count -= len(piece)
                progress.at("Files checked and copied", self._file.tell() - offset, size)
                yield piece

        while (block := b"".join(pieces(BLOCK))) != bytes(BLOCK):
            header = self._parsed(block, "its files cannot be read")
            plain = header.type == tarfile.REGTYPE and not header.linkname and header.size >= 0
            self._expect(plain and self._file.tell() + header.size <= end, "its files cannot be read")
            yield header.name, pieces(header.size)
            _ = b"".join(pieces(-header.size % BLOCK))
        self._expect(b"".join(pieces(BLOCK)) == bytes(BLOCK) and self._file.tell() == end, "its files cannot be read")
        said = self.manifest.files
        self._expect(said is not UNSET and digest.hexdigest() == said.sha256, "its files are damaged")

    def database(self, progress: Progress, step: str) -> Iterator[bytes]:
        """The database in pieces. Raises Refused after the last piece where size or hash differ from the manifest."""
        offset, size = self._places[DATABASE]
        digest = hashlib.sha256()
        self._file.seek(offset)
        done = 0
        while piece := self._file.read(min(CHUNK, size - done)):
            digest.update(piece)
            done += len(piece)
            progress.at(step, done, size)
            yield piece
        self._expect(digest.hexdigest() == self.manifest.database.sha256, "its database is damaged")

    def _find(self) -> dict[str, tuple[int, int]]:
        """The offset and the size in bytes of each member."""
        places, position = {}, 0
        end = self._file.seek(0, os.SEEK_END)
        for name in MEMBERS:
            if name == FILES and not self._is_next(position, FILES):
                continue
            size = self._header(position, name)
            begin, position = position + BLOCK, position + BLOCK + size
            self._expect(size <= SMALL.get(name, end) and position <= end, f"{name} is not whole")
            padding = -position % BLOCK
            self._expect_zeros(position, padding)
            places[name], position = (begin, size), position + padding
        self._expect(end == position + 2 * BLOCK, "it does not end where a backup ends")
        self._expect_zeros(position, 2 * BLOCK)
        return places

    def _header(self, position: int, name: str) -> int:
        self._file.seek(position)
        header = self._parsed(self._file.read(BLOCK), f"there is no {name} where one belongs")
        plain = header.type == tarfile.REGTYPE and header.name == name and not header.linkname
        self._expect(plain and header.size >= 0, f"there is no {name} where one belongs")
        return header.size

    def _is_next(self, position: int, name: str) -> bool:
        self._file.seek(position)
        return self._file.read(BLOCK).startswith(name.encode() + b"\0")

    def _parsed(self, block: bytes, otherwise: str) -> tarfile.TarInfo:
        try:
            return tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError, ValueError):
            self._fail(otherwise)

    def _expect_zeros(self, position: int, count: int) -> None:
        self._file.seek(position)
        self._expect(self._file.read(count) == bytes(count), "there is something between its members")

    def _small(self, name: str) -> bytes:
        offset, size = self._places[name]
        self._file.seek(offset)
        return self._file.read(size)

    def _read_manifest(self) -> Manifest:
        content = self._small(MANIFEST)
        self._expect(self._small(CHECKSUM) == checksum_line(content), "its manifest is damaged")
        try:
            made = msgspec.json.decode(content, type=Format)
            self._expect(made.product == "irori" and made.format >= 1, "it is of another product")
            if made.format > FORMAT:
                raise Refused(
                    f"{self._name} was made by a newer version of Irori (format {made.format}). Update first."
                )
            manifest = msgspec.json.decode(content, type=Manifest)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._fail("its manifest cannot be read")
        return manifest

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self._fail(otherwise)

    def _fail(self, why: str) -> NoReturn:
        raise Refused(f"{self._name} is no whole backup of Irori: {why}. Nothing was changed; take another backup.")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A reader of the backup at this path. Raises Refused where the file is not a whole backup."""
    # Before opening: opening a pipe waits for a writer.
    if path.exists() and not path.is_file():
        raise Refused(f"{path} is no file.")
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        yield Reader(file, str(path))
