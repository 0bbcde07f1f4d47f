"""The two statements by which messages are stored, however many there are, and the rows they store.

Django's own way was more than half of all time spent on sending: a model asks each field for its default, bulk_create asks each
field of each row how it is stored, also those that no new message has anything in, and bulk_update builds a tree of CASE WHEN.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import Field

from accounts.models import User
from chat.models import Message, Room

COLUMNS = (
    "room_id", "seq", "rev", "author_id", "nonce", "text", "reply_to_id", "thread_id", "mentions", "mentions_here", "created_at",
)  # fmt: skip
NONCE, MENTIONS, CREATED_AT = (
    cast("Field[Any, Any]", Message._meta.get_field(name)) for name in ("nonce", "mentions", "created_at")
)
EMPTY = {field.attname: field.get_default() for field in Message._meta.concrete_fields}


def new_message(author: User, **values: Any) -> Message:
    """To be inserted; `values` by the names of COLUMNS."""
    message = Message.from_db(connection.alias, list(EMPTY), list((EMPTY | values).values()))
    message.author = author
    return message


def insert(messages: Sequence[Message]) -> None:
    """Messages that were never edited, pinned, reacted to or answered; afterwards they have their ids."""
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    rows = ", ".join([row] * len(messages))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO chat_message ({', '.join(COLUMNS)}) VALUES {rows} RETURNING id",  # noqa: S608 (names and placeholders)
            [value for message in messages for value in _row(message)],
        )
        ids = cursor.fetchall()
    for message, (pk,) in zip(messages, ids, strict=True):
        message.pk = pk


def _row(message: Message) -> tuple[Any, ...]:
    return (
        message.room_id,
        message.seq,
        message.rev,
        message.author_id,
        NONCE.get_db_prep_save(message.nonce, connection),
        message.text,
        message.reply_to_id,
        message.thread_id,
        MENTIONS.get_db_prep_save(message.mentions, connection),
        message.mentions_here,
        CREATED_AT.get_db_prep_save(message.created_at, connection),
    )


def save_numbers(rooms: Collection[Room], now: datetime) -> None:
    values = ", ".join(["(%s, %s, %s)"] * len(rooms))
    numbers = [number for room in rooms for number in (room.pk, room.rev, room.last_seq)]
    when = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed (id, rev, last_seq) AS (VALUES {values}) "  # noqa: S608 (placeholders and nothing else)
            "UPDATE chat_room SET rev = changed.rev, last_seq = changed.last_seq, changed_at = %s, last_message_at = %s "
            "FROM changed WHERE chat_room.id = changed.id",
            [*numbers, when, when],
        )
