"""How much of the site is indexed, and what that takes."""

from typing import NamedTuple

from django.db import connection

from search.selectors.lags import INDEXED

# Chunks from which SQLite's size is estimated: counting the pages of a table reads all of them.
SAMPLE = 200


class Progress(NamedTuple):
    """`changes`: of all rooms, and how many of them are `indexed`. `size`: bytes of the index on the disk; on SQLite an
    estimate."""

    changes: int
    indexed: int
    chunks: int
    size: int

    @property
    def percent(self) -> int:
        """100 only where nothing waits."""
        return 100 * self.indexed // self.changes if self.changes else 100


def progress() -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(room.rev), 0), coalesce(sum({INDEXED}), 0) FROM chat_room AS room"  # noqa: S608 (constants)
            " LEFT JOIN search_indexedroom AS indexed ON indexed.room_id = room.id"
        )
        changes, indexed = map(int, cursor.fetchone())
        cursor.execute("SELECT count(*) FROM search_chunk")
        (chunks,) = cursor.fetchone()
    return Progress(changes, indexed, chunks, _size(chunks))


def _size(chunks: int) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_chunk')")
            return int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT avg(length(signature) + length(CAST(text AS BLOB))) FROM"
            " (SELECT signature, text FROM search_chunk ORDER BY id DESC LIMIT %s)",
            [SAMPLE],
        )
        return int((cursor.fetchone()[0] or 0) * chunks)
