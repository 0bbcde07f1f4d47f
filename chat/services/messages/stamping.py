"""Give an existing message its rev and time after a change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from chat import events, signals
from chat.models import Message, Room
from core.db.rows import Rows
from core.jobs import clock

_numbers = Rows("numbered", Room, ("id", "rev"))


def time_of_change(message: Message) -> datetime:
    """The present time, but never before the message was sent or last edited, even when this worker's clock is
    behind."""
    return max(timezone.now(), message.edited_at or message.created_at)


def stamp(room: Room, messages: Sequence[Message], fields: Collection[str]) -> None:
    """Give changed messages of a locked room their revs, store `fields`, and publish."""
    for message in messages:
        message.rev = room.next_rev()
        message.save(update_fields=[*fields, "rev"])
    room.save(update_fields=["rev", "changed_at"])
    # First of what follows the commit.
    events.messages_changed(messages)
    signals.messages_changed.send(Message, messages=messages, fields=frozenset(fields))


def stamp_many(rooms: Mapping[int, Room], messages: Sequence[Message], fields: Collection[str]) -> None:
    """As `stamp`, for messages of any of these locked rooms, with a few statements for all. A `text_rev` among the
    fields becomes the message's new rev."""
    if not messages:
        return
    for message in messages:
        message.rev = rooms[message.room_id].next_rev()
        if "text_rev" in fields:
            message.text_rev = message.rev
    stored = [field for field in Message._meta.concrete_fields if field.name in fields]
    changed = Rows("changed", Message, ("id", "rev", *(str(field.column) for field in stored)))
    changed.update([(each.pk, each.rev, *(getattr(each, field.attname) for field in stored)) for each in messages])
    numbered = {message.room_id for message in messages}
    _numbers.update([(pk, rooms[pk].rev) for pk in numbered], also=f"changed_at = {clock.now()}")
    # First of what follows the commit.
    events.messages_changed(messages)
    signals.messages_changed.send(Message, messages=messages, fields=frozenset(fields))
