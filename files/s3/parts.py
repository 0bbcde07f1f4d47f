"""The bytes of uploads that are not complete, where files are in a bucket: one object a chunk, below `parts/`.

The row of the upload names its chunks in their order. A chunk that the row does not name does not count, so two workers
on two machines that write one upload never mix their bytes.
"""

from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.storage import storages

PARTS = "parts"


def folder_of(blob: UUID) -> str:
    return f"{PARTS}/{blob.hex}/"


def put(blob: UUID, chunk: IO[bytes]) -> str:
    """Store a chunk. Returns its name, for the row."""
    name = uuid4().hex[:16]
    _bucket().put_content(folder_of(blob) + name, chunk)
    return name


def pieces(blob: UUID, names: list[str], size: int) -> Iterator[bytes]:
    """The bytes of these chunks, in pieces of `size`. Raises FileNotFoundError where one is gone."""
    for name in names:
        with _bucket().opened(folder_of(blob) + name) as chunk:
            while piece := chunk.read(size):
                yield piece


def _bucket() -> Any:
    return storages["files"]
