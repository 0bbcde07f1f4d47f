"""The rows of new messages."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from accounts.models import User
from chat.models import Message, Room
from core.db.rows import Rows

COLUMNS = (
    "room_id", "seq", "rev", "author_id", "nonce", "text", "reply_to_id", "thread_id", "mentions", "mentions_here", "mention_texts",
    "files", "created_at",
)  # fmt: skip
_new = Rows("new", Message, COLUMNS)
# The values of a message's other columns. Otherwise each new message would ask each field for its default.
EMPTY = {field.attname: field.get_default() for field in Message._meta.concrete_fields}


def new_message(author: User, room: Room, **values: Any) -> Message:
    """A message to be inserted. The names of `values` are those of COLUMNS."""
    message = Message.from_db(connection.alias, list(EMPTY), list((EMPTY | values).values()))
    message.author, message.room = author, room
    return message


def insert(messages: Sequence[Message]) -> None:
    """Insert new messages and set their ids. They have no edits, pins, reactions or replies."""
    rows = [[getattr(message, column) for column in COLUMNS] for message in messages]
    ids = {(room, seq): pk for room, seq, pk in _new.insert(rows, returning=("room_id", "seq", "id"))}
    for message in messages:
        message.pk = ids[message.room_id, message.seq]
