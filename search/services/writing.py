"""Writing chunks of a room, together with how far the room is indexed.

Two workers may index one room. Each reads messages, makes chunks and writes them; a chunk that was read earlier must
not replace one that was read later. So chunks are written only where the room's row is as it was before the messages
were read. On PostgreSQL a worker also holds that row from the beginning, and others pass the room over. On SQLite,
where everybody else would wait for its transaction, it begins the transaction after everything is made.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction

from search.models import Chunk
from search.models.chunk import FORMAT
from search.selectors.content import Content

# Bytes of one transaction on SQLite: a few milliseconds, in which sends wait.
BYTES_TOGETHER = 512 * 1024

ROW_OF_ROOM = "SELECT rev, format FROM search_indexedroom WHERE room_id = %s"
NEW_ROOM = "INSERT INTO search_indexedroom (room_id, rev, format) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
MOVE = "UPDATE search_indexedroom SET rev = %s, format = %s WHERE room_id = %s AND rev = %s AND format = %s"
UPSERT = (
    "INSERT INTO search_chunk (room_id, number, format, oldest_at, newest_at, signature, text) VALUES {rows}"
    " ON CONFLICT (room_id, number) DO UPDATE SET format = excluded.format, oldest_at = excluded.oldest_at,"
    " newest_at = excluded.newest_at, signature = excluded.signature, text = excluded.text"
    # A second reaction changes nothing that a chunk holds.
    " WHERE search_chunk.text <> excluded.text OR search_chunk.signature <> excluded.signature"
    " OR search_chunk.format <> excluded.format"
    " OR search_chunk.oldest_at <> excluded.oldest_at OR search_chunk.newest_at <> excluded.newest_at"
)
ROW = "(%s, %s, %s, %s, %s, %s, %s)"


class OvertakenError(Exception):
    """Another worker has indexed the room meanwhile. Nothing was written."""


class Turn(NamedTuple):
    """A room's row as it was before its messages were read."""

    room_id: int
    stored_rev: int
    stored_format: int

    @property
    def rev(self) -> int:
        """The rev up to which the chunks hold the room's messages."""
        return self.stored_rev if self.stored_format == FORMAT else 0


@contextmanager
def turn(room_id: int) -> Iterator[Turn | None]:
    """The turn to index a room; None where another worker has it, or a worker of a later version has indexed it."""
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            yield _turn(room_id, f"{ROW_OF_ROOM} FOR UPDATE SKIP LOCKED")
    else:
        yield _turn(room_id, ROW_OF_ROOM)


def write(before: Turn, contents: Iterable[Content], rev: int) -> None:
    """Write chunks, and that the room is indexed up to `rev`. Raises OvertakenError."""
    last: Sequence[Content] = ()
    for together in _together(contents):
        if last:
            _store(before, last, before.stored_rev, before.stored_format)
        last = together
    _store(before, last, rev, FORMAT)


def _turn(room_id: int, statement: str) -> Turn | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [room_id])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(NEW_ROOM, [room_id, FORMAT])
            row = (0, FORMAT) if cursor.rowcount else None
    return Turn(room_id, *row) if row and row[1] <= FORMAT else None


@transaction.atomic(savepoint=False)
def _store(before: Turn, contents: Sequence[Content], rev: int, format: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [rev, format, *before])
        if not cursor.rowcount:
            raise OvertakenError
        if contents:
            parameters = [value for content in contents for value in _values(content)]
            cursor.execute(UPSERT.format(rows=", ".join([ROW] * len(contents))), parameters)


def _values(content: Content) -> list[Any]:
    times = map(connection.ops.adapt_datetimefield_value, (content.oldest_at, content.newest_at))
    signature = Chunk._meta.get_field("signature").get_db_prep_value(content.signature, connection)
    return [content.room_id, content.number, FORMAT, *times, signature, content.text]


def _together(contents: Iterable[Content]) -> Iterator[list[Content]]:
    """Contents of about BYTES_TOGETHER."""
    together: list[Content] = []
    size = 0
    for content in contents:
        together.append(content)
        size += content.size
        if size >= BYTES_TOGETHER:
            yield together
            together, size = [], 0
    if together:
        yield together
