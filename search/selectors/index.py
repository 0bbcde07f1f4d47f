"""What the index knows of the searcher's rooms.

Read `unindexed` first, then `candidates`, then `texts`. A message that is indexed between the first two is then found
twice, which does no harm. In another order it would not be found at all.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple, cast

from django.db import connection

from chat.models import Message
from core.answer_size import batches
from search.matching import segments, signatures
from search.models.chunk import FORMAT
from search.selectors import lags, sources
from search.selectors.room_ids import among

# Messages that one search reads where the index does not hold them. More wait only while an index is built.
MOST_UNINDEXED = 8192
TEXTS_AT_ONCE = 200


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


def unindexed(room_ids: Collection[int]) -> Iterator[Unindexed]:
    """The messages of these rooms that the index does not hold as they are, the latest MOST_UNINDEXED changes of them.
    Two queries."""
    behind = {lag.room_id: lag for lag in lags.of_rooms(room_ids)}
    shares = lags.allowances(behind.values(), MOST_UNINDEXED)
    revs = [(room, behind[room].newest - share) for room, share in shares.items() if share]
    found = sources.newer(revs)
    # A source has the fields of a message that are read there.
    made = segments.segments_of(cast("list[Message | None]", found))
    for source, segment in zip(found, made, strict=True):
        yield Unindexed(source.room_id, source.seq, segment)


def is_complete(room_ids: Collection[int]) -> bool:
    """Whether `unindexed` reads all that the index lacks of these rooms. It does not while the index of a site is built:
    then older messages may be missed. One query."""
    return lags.changes_of(room_ids) <= MOST_UNINDEXED


def candidates(
    room_ids: Collection[int], hashes: Sequence[int], *, since: datetime | None = None, until: datetime | None = None
) -> list[ChunkKey]:
    """Chunks of these rooms whose signature has the bits of all these hashes, the newest first. One query."""
    in_rooms, parameters = among("room_id", room_ids)
    conditions = ["format = %s", in_rooms]
    parameters = [FORMAT, *parameters]
    for condition, time in (("newest_at >= %s", since), ("oldest_at < %s", until)):
        if time is not None:
            conditions.append(condition)
            parameters.append(connection.ops.adapt_datetimefield_value(time))
    found = _with_bits if connection.vendor == "postgresql" else _looked_through
    return found(conditions, parameters, hashes)


def texts(chunks: Sequence[ChunkKey]) -> list[str]:
    """The texts of these chunks, in their order; empty for one that is gone. One query for TEXTS_AT_ONCE of them."""
    keys = [(chunk.room_id, chunk.number) for chunk in chunks]
    found: dict[tuple[int, int], str] = {}
    for some in batches(keys, TEXTS_AT_ONCE):
        wanted = " OR ".join(["(room_id = %s AND number = %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT room_id, number, text FROM search_chunk WHERE format = %s AND ({wanted})",  # noqa: S608 (constants)
                [FORMAT, *chain.from_iterable(some)],
            )
            found |= {(room, number): text for room, number, text in cursor.fetchall()}
    return [found.get(key, "") for key in keys]


KEYS = "newest_at, oldest_at, room_id, number"


def _with_bits(conditions: list[str], parameters: list[Any], hashes: Sequence[int]) -> list[ChunkKey]:
    """PostgreSQL looks at the signatures itself. Their length is a power of two, so `&` takes the remainder."""
    bits = ["get_bit(signature, %s & (octet_length(signature) * 8 - 1)) = 1"] * len(hashes)
    return _keys(KEYS, [*conditions, *bits], [*parameters, *hashes])


def _looked_through(conditions: list[str], parameters: list[Any], hashes: Sequence[int]) -> list[ChunkKey]:
    """SQLite has no function for bits, and calls one of ours no faster than this."""
    if not hashes:
        return _keys(KEYS, conditions, parameters)
    rows = _rows(f"{KEYS}, signature", conditions, parameters)
    return [_key(row[:-1]) for row in rows if signatures.may_contain(row[-1], hashes)]


def _keys(columns: str, conditions: list[str], parameters: list[Any]) -> list[ChunkKey]:
    return [_key(row) for row in _rows(columns, conditions, parameters)]


def _rows(columns: str, conditions: list[str], parameters: list[Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM search_chunk WHERE {' AND '.join(conditions)} ORDER BY newest_at DESC",  # noqa: S608 (constants)
            parameters,
        )
        rows: list[Sequence[Any]] = cursor.fetchall()
    return rows


def _key(row: Sequence[Any]) -> ChunkKey:
    newest_at, oldest_at, room_id, number = row
    return ChunkKey(sources.aware(newest_at), sources.aware(oldest_at), room_id, number)
