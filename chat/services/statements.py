"""The two statements by which messages are stored, however many there are, and the rows they store.

Django's own way was more than half of all time spent on sending: a model asks each field for its default, bulk_create asks each
field of each row how it is stored, also those that no new message has anything in, and bulk_update builds a tree of CASE WHEN.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from chat.models import Message, Room
from core.db.rows import Rows

COLUMNS = (
    "room_id", "seq", "rev", "author_id", "nonce", "text", "reply_to_id", "thread_id", "mentions", "mentions_here", "created_at",
)  # fmt: skip
EMPTY = {field.attname: field.get_default() for field in Message._meta.concrete_fields}
_new = Rows("new", Message, COLUMNS)
_changed = Rows("changed", Room, ("id", "rev", "last_seq", "changed_at", "last_message_at"))


def new_message(author: User, **values: Any) -> Message:
    """To be inserted; `values` by the names of COLUMNS."""
    message = Message.from_db(connection.alias, list(EMPTY), list((EMPTY | values).values()))
    message.author = author
    return message


def insert(messages: Sequence[Message]) -> None:
    """Messages that were never edited, pinned, reacted to or answered; afterwards they have their ids."""
    given, parameters = _new.given([[getattr(message, column) for column in COLUMNS] for message in messages])
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} INSERT INTO chat_message ({columns}) SELECT {columns} FROM new RETURNING room_id, seq, id",  # noqa: S608 (names)
            parameters,
        )
        ids = {(room, seq): pk for room, seq, pk in cursor.fetchall()}
    for message in messages:
        message.pk = ids[message.room_id, message.seq]


def save_numbers(rooms: Collection[Room], now: datetime) -> None:
    given, parameters = _changed.given(
        [(room.pk, room.rev, room.last_seq, now, room.last_message_at) for room in rooms]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} UPDATE chat_room SET rev = changed.rev, last_seq = changed.last_seq, "  # noqa: S608 (names and placeholders)
            "changed_at = changed.changed_at, last_message_at = changed.last_message_at FROM changed WHERE chat_room.id = changed.id",
            parameters,
        )
