"""What the index knows of the searcher's rooms."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple


class ChunkKey(NamedTuple):
    """A chunk that may contain hits."""

    newest_at: datetime
    oldest_at: datetime
    room_id: int
    number: int


class Unindexed(NamedTuple):
    """A message that changed since its room was indexed. It replaces what a chunk says of the same message; `segment`
    is empty where it is deleted (search/matching/segments.py)."""

    room_id: int
    seq: int
    segment: str


def candidates(
    room_ids: Collection[int], hashes: Sequence[int], *, since: datetime | None = None, until: datetime | None = None
) -> list[ChunkKey]:
    """Chunks of these rooms whose signature has the bits of all these hashes, the newest first. One query."""
    raise NotImplementedError


def texts(chunks: Sequence[ChunkKey]) -> list[str]:
    """The texts of these chunks, in their order; empty for one that is gone. One query."""
    raise NotImplementedError


def unindexed(room_ids: Collection[int]) -> Iterator[Unindexed]:
    """The messages of these rooms that the index does not hold as they are."""
    raise NotImplementedError
