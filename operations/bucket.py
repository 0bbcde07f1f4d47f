"""The bytes of uploaded files in a backup, where they are in a bucket: the same tar as of a folder (operations/blobs.py).

A blob never changes, so a restore stores what the bucket lacks and touches nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from core.problems import Problem
from files import storage
from operations.archive.manifest import FILES, Part
from operations.archive.reader import CHUNK, Reader
from operations.archive.writer import NestedWriter, Writer
from operations.blobs import NAME
from operations.errors import Refused
from operations.progress import Progress


def copy(writer: Writer, progress: Progress) -> Part | None:
    """Write all blobs. Returns size and hash; None where there are none. Raises Refused where the bucket is away."""
    with _answering():
        found = iter(storage.storage().below(f"{storage.BLOBS}/"))
        first = next(found, None)
        if first is None:
            return None
        with writer.nested(FILES) as inner:
            for each in chain([first], found):
                if NAME.fullmatch(each.name):
                    _copy_one(each.name, each.size, inner, progress)
    return inner.part


def fill(reader: Reader, progress: Progress) -> None:
    """Store the blobs that the bucket lacks, once all of the backup is checked. Raises Refused."""
    if not reader.has_files:
        return
    for name, pieces in reader.files(progress):
        if not NAME.fullmatch(name):
            raise Refused("The backup holds a file under a name that no file of a site has. Nothing was changed.")
        _write(pieces, None)
    with _answering(), TemporaryDirectory(dir=storage.folder("incoming")) as folder:
        present = {each.name: each.size for each in storage.storage().below(f"{storage.BLOBS}/")}
        for name, pieces in reader.files(progress):
            size = _write(pieces, Path(folder) / "blob")
            if present.get(name) != size:
                storage.put(name, Path(folder) / "blob")


def _copy_one(name: str, size: int, inner: NestedWriter, progress: Progress) -> None:
    try:
        content = storage.opened(name, 0, size)
    except FileNotFoundError:  # deleted meanwhile
        return
    with content, inner.member(name, size) as write:
        while piece := content.read(CHUNK):
            write(piece)
            progress.at("Files written", inner.size, None)


def _write(pieces: Iterator[bytes], target: Path | None) -> int:
    """Read all pieces, and write them where there is a target. Returns their length."""
    length = 0
    with (target or Path("/dev/null")).open("wb") as file:
        for piece in pieces:
            length += file.write(piece)
    return length


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except Problem:
        raise Refused("The bucket of files does not answer, or refuses. Nothing of the database was changed.") from None
