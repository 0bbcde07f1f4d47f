"""Read the database without the site's code."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from lab.chaos.checks.history import Place, Row

ROWS = """
    SELECT room_id, extract(epoch FROM created_at), author_id, nonce::text, seq, rev, text, deleted_at IS NOT NULL,
        ARRAY(SELECT file_id::text FROM chat_messagefile WHERE message_id = chat_message.id ORDER BY id)
    FROM chat_message WHERE room_id = ANY(%s) ORDER BY room_id, seq
"""
HEADS = "SELECT id, rev FROM chat_room"
PLACES = """
    SELECT user_id, room_id, last_read_seq, notify, muted, favourite, CASE WHEN NOT accepted THEN added_by_id END
    FROM chat_membership WHERE left_at IS NULL
"""
DRAFTS = "SELECT user_id, room_id, thread_id, text FROM chat_keptdraft WHERE text <> ''"
NAMES = "SELECT id, coalesce(nullif(display_name, ''), username), status_emoji || ' ' || status_text FROM accounts_user"
PATIENCE_SECONDS = 5

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Own:
    """One person's own state."""

    places: Mapping[int, Place] = field(default_factory=dict)
    """The user's rooms."""
    drafts: Mapping[tuple[int, int | None], str] = field(default_factory=dict)
    """By room and thread."""
    name: tuple[str, str] = ("", "")
    """The displayed name, and the status."""


@dataclass(frozen=True)
class Database:
    rooms: Mapping[int, list[Row]]
    """The messages of each room, ascending by seq."""
    owns: Mapping[int, Own]
    """By user."""
    times: Mapping[int, list[float]] = field(default_factory=dict)
    """The times of each room's messages, ascending by seq."""

    def has(self, user: int, room: int) -> bool:
        return user in self.owns and room in self.owns[user].places


def read(url: str, known: Collection[int]) -> Database:
    """Read everything; messages only of these rooms."""
    with connect(url) as connection:
        rooms: dict[int, list[Row]] = {room: [] for room in known}
        times: dict[int, list[float]] = {room: [] for room in known}
        for room, time, author, nonce, seq, rev, text, deleted, files in connection.execute(ROWS, [list(known)]):
            rooms[room].append(Row(author, nonce, seq, rev, text, deleted, tuple(files)))
            times[room].append(float(time))
        return Database(rooms, _owns(connection), times)


def owns(url: str) -> dict[int, Own]:
    with connect(url) as connection:
        return _owns(connection)


def heads(url: str) -> dict[int, int]:
    """The rev of each room."""
    with connect(url) as connection:
        return dict(connection.execute(HEADS).fetchall())


def connect(url: str) -> Connection:
    return psycopg.connect(url, connect_timeout=PATIENCE_SECONDS, autocommit=True)


def _owns(connection: Connection) -> dict[int, Own]:
    places: dict[int, dict[int, Place]] = {}
    for user, room, *columns in connection.execute(PLACES):
        places.setdefault(user, {})[room] = Place(*columns)
    drafts: dict[int, dict[tuple[int, int | None], str]] = {}
    for user, room, thread, text in connection.execute(DRAFTS):
        drafts.setdefault(user, {})[room, thread] = text
    return {
        user: Own(places.get(user, {}), drafts.get(user, {}), (name, status.strip()))
        for user, name, status in connection.execute(NAMES)
    }
