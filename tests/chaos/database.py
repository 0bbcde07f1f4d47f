"""What the database holds, read without any of the site's code."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from tests.chaos.diary import Row

ROWS = """
    SELECT room_id, author_id, nonce::text, seq, rev, text, deleted_at IS NOT NULL
    FROM chat_message ORDER BY room_id, seq
"""
MEMBERS = "SELECT room_id, user_id FROM chat_membership WHERE left_at IS NULL"
HEADS = "SELECT id, rev FROM chat_room"


@dataclass(frozen=True)
class Database:
    rooms: Mapping[int, list[Row]]
    """The messages of each room by seq."""
    members: Mapping[int, frozenset[int]]
    """The users that are in each room."""


def read(url: str) -> Database:
    with psycopg.connect(url) as connection:
        rooms: dict[int, list[Row]] = {room: [] for room, _ in connection.execute(HEADS)}
        for room, *columns in connection.execute(ROWS):
            rooms[room].append(Row(*columns))
        members = connection.execute(MEMBERS).fetchall()
    return Database(rooms, {room: frozenset(user for inside, user in members if inside == room) for room in rooms})


def heads(url: str) -> dict[int, int]:
    """The rev of each room."""
    with psycopg.connect(url) as connection:
        return dict(connection.execute(HEADS).fetchall())
