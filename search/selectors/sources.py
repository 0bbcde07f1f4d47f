"""What the index reads of messages: the columns that segments are made from, without making models of them.

A model of a message costs more than its segment does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
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


CREATED_AT = Source._fields.index("created_at")
# JSON, the last columns, of a message that has none.
JSON = Source._fields.index("replies")
NOTHING = (None,) * (len(Source._fields) - JSON)


@cache
def _columns(vendor: str) -> str:
    """The time comes as text, which is read in a tenth of the time of what the database's driver does for each."""
    created_at = "message.created_at::text" if vendor == "postgresql" else "message.created_at || '+00:00'"
    return ", ".join(created_at if name == "created_at" else f"message.{name}" for name in Source._fields)


OF_CHUNK = (
    "SELECT {columns} FROM chat_message message"
    " WHERE message.room_id = %s AND message.seq > %s AND message.seq <= %s ORDER BY message.seq"
)
# LATERAL: PostgreSQL reads the index of each room, whatever it believes of the number of rows.
NEWER_ON_POSTGRESQL = (
    "SELECT {columns} FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (room, rev), LATERAL"
    " (SELECT * FROM chat_message WHERE room_id = wanted.room AND rev > wanted.rev ORDER BY rev) AS message"
)
NEWER_ON_SQLITE = (
    "SELECT {columns} FROM json_each(%s) AS wanted CROSS JOIN chat_message AS message"
    " WHERE message.room_id = json_extract(wanted.value, '$[0]') AND message.rev > json_extract(wanted.value, '$[1]')"
)


def of_chunk(room_id: int, number: int) -> list[Source]:
    """The messages of a chunk, by seq."""
    return _read(OF_CHUNK, [room_id, number * CHUNK, (number + 1) * CHUNK])


def newer(revs: Sequence[tuple[int, int]]) -> list[Source]:
    """The messages of rooms that changed after a rev: pairs of room and rev. One query, none without a pair."""
    if not revs:
        return []
    if connection.vendor == "postgresql":
        return _read(NEWER_ON_POSTGRESQL, [list(column) for column in zip(*revs, strict=True)])
    return _read(NEWER_ON_SQLITE, [msgspec.json.encode(revs).decode()])


def _read(statement: str, parameters: list[Any]) -> list[Source]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=_columns(connection.vendor)), parameters)
        return [_source(row) for row in cursor.fetchall()]


def _source(row: tuple[Any, ...]) -> Source:
    values = [*row]
    values[CREATED_AT] = datetime.fromisoformat(row[CREATED_AT])
    if row[JSON:] != NOTHING:
        values[JSON:] = map(_decoded, row[JSON:])
    return Source._make(values)


def aware(time: datetime) -> datetime:
    """SQLite has times without a zone, which are UTC's."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _decoded(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value
