"""A message that is there already, stamped after a change of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from chat import events, signals
from chat.models import Message, Room


def time_of_change(message: Message) -> datetime:
    """Now, and never before the message was sent or changed, whatever this worker's clock says."""
    return max(timezone.now(), message.edited_at or message.created_at)


def stamp(room: Room, messages: Sequence[Message], fields: Collection[str]) -> None:
    """Give changed messages of a locked room their revs, store these fields of them and tell the room."""
    for message in messages:
        message.rev = room.next_rev()
        message.save(update_fields=[*fields, "rev"])
    room.save(update_fields=["rev", "changed_at"])
    signals.messages_changed.send(Message, messages=messages, fields=frozenset(fields))
    events.messages_changed(messages)
