"""Give an existing message its rev and time after a change."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from chat import events, signals
from chat.models import Message, Room


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
    signals.messages_changed.send(Message, messages=messages, fields=frozenset(fields))
    events.messages_changed(messages)
