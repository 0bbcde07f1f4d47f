"""Pins: messages that a room keeps at hand."""

from django.db import transaction

from accounts.models import User
from chat.models import Message
from chat.services import rules
from chat.services.authority import Member
from chat.services.messages.stamping import stamp, time_of_change
from core.problems import Problem

MOST_PINS = 100


@transaction.atomic
def pin(*, by: User, message_id: int) -> Message:
    """Pin a message. A second call changes nothing. Raises Problem `not_found`, `forbidden`, `too_many_pins` or
    `room_archived`."""
    message, room, *_ = Member(by).lock_message(message_id, rules.PIN)
    if message.is_pinned:
        return message
    if room.messages.filter(pinned_at__isnull=False).count() >= MOST_PINS:
        raise Problem("too_many_pins")
    message.pinned_at, message.pinned_by = time_of_change(message), by
    stamp(room, [message], ["pinned_at", "pinned_by"])
    return message


@transaction.atomic
def unpin(*, by: User, message_id: int) -> Message:
    """Unpin a message. A second call changes nothing. Raises Problem `not_found`, `forbidden` or `room_archived`."""
    message, room, *_ = Member(by).lock_message(message_id, rules.PIN)
    if message.is_pinned:
        message.pinned_at = message.pinned_by = None
        stamp(room, [message], ["pinned_at", "pinned_by"])
    return message
