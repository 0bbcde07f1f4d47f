"""What the index reads of messages: the columns that segments are made from, without making models of them.

A model of a message costs more than its segment does.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from search.models.chunk import CHUNK


class Source(NamedTuple):
    """Fields of chat.models.Message of the same names."""

    room_id: int
    seq: int
    rev: int
    author_id: int
    text: str
    created_at: datetime
    deleted_at: datetime | None
    pinned_at: datetime | None
    thread_id: int | None
    mentions_here: bool
    replies: dict[str, Any] | None
    mentions: list[int] | None
    files: list[Any] | None
    reactions: list[dict[str, Any]] | None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None


COLUMNS = ", ".join(f"message.{name}" for name in Source._fields)
JSON = [Source._fields.index(name) for name in ("replies", "mentions", "files", "reactions")]
CREATED_AT = Source._fields.index("created_at")

OF_CHUNK = (
    f"SELECT {COLUMNS} FROM chat_message message"  # noqa: S608 (columns)
    " WHERE message.room_id = %s AND message.seq > %s AND message.seq <= %s ORDER BY message.seq"
)
# LATERAL: PostgreSQL reads the index of each room, whatever it believes of the number of rows.
NEWER_ON_POSTGRESQL = (
    f"SELECT {COLUMNS} FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (room, rev), LATERAL"  # noqa: S608 (columns)
    " (SELECT * FROM chat_message WHERE room_id = wanted.room AND rev > wanted.rev ORDER BY rev) AS message"
)
NEWER_ON_SQLITE = (
    f"SELECT {COLUMNS} FROM json_each(%s) AS wanted CROSS JOIN chat_message AS message"  # noqa: S608 (columns)
    " WHERE message.room_id = json_extract(wanted.value, '$[0]') AND message.rev > json_extract(wanted.value, '$[1]')"
)


def of_chunk(room_id: int, number: int) -> list[Source]:
    """The messages of a chunk, by seq."""
    with connection.cursor() as cursor:
        cursor.execute(OF_CHUNK, [room_id, number * CHUNK, (number + 1) * CHUNK])
        return _sources(cursor.fetchall())


def newer(revs: Sequence[tuple[int, int]]) -> list[Source]:
    """The messages of rooms that changed after a rev: pairs of room and rev. One query, none without a pair."""
    if not revs:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEWER_ON_POSTGRESQL, [list(column) for column in zip(*revs, strict=True)])
        else:
            cursor.execute(NEWER_ON_SQLITE, [msgspec.json.encode(revs).decode()])
        return _sources(cursor.fetchall())


def _sources(rows: Iterable[Sequence[Any]]) -> list[Source]:
    return [_source([*row]) for row in rows]


def _source(values: list[Any]) -> Source:
    values[CREATED_AT] = aware(values[CREATED_AT])
    for place in JSON:
        if values[place] is not None:
            values[place] = _decoded(values[place])
    return Source._make(values)


def aware(time: datetime) -> datetime:
    """SQLite has times without a zone, which are UTC's."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _decoded(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value
