"""A message that is there already: held for a change, and stamped after it."""

from collections.abc import Collection, Sequence
from copy import copy
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Message, Room
from chat.services import rules
from chat.services.authority import Member
from chat.services.rules import Rule
from core.problems import Problem


class Held(NamedTuple):
    """As it is now, with its room locked and the role of whoever holds it."""

    message: Message
    room: Room
    role: str

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden`, `room_archived` or `posting_closed`."""
        rules.check(rule, self.room, self.role)


def hold(user: User, message: Message, rule: Rule) -> Held:
    """Raises Problem `not_found`, also for a deleted message, and what the rule says."""
    held = hold_unchecked(user, message)
    held.check(rule)
    return held


def hold_unchecked(user: User, message: Message) -> Held:
    """For who has to look at the message before the rule. Raises Problem `not_found`, also for a deleted message."""
    grant = Member(user).lock(message.room_id)
    message = fresh(message.pk)
    if message.is_deleted:
        raise Problem("not_found")
    return Held(message, *grant)


def without_marks(message: Message) -> Message:
    """For an author who is not in the room any more: their own words, and nothing of what others have put on them."""
    own = copy(message)
    own.reactions = own.replies = own.pinned_at = own.pinned_by = None
    return own


def fresh(message_id: int) -> Message:
    """To be read once its room is locked: whoever held the lock before may have changed it."""
    return Message.objects.select_related("author").get(pk=message_id)


def time_of_change(message: Message) -> datetime:
    """Now, and never before the message was sent or changed, whatever this worker's clock says."""
    return max(timezone.now(), message.edited_at or message.created_at)


def stamp(room: Room, messages: Sequence[Message], fields: Collection[str]) -> None:
    """Give changed messages of a locked room their revs, store these fields of them and tell the room."""
    for message in messages:
        message.rev = room.next_rev()
        message.save(update_fields=[*fields, "rev"])
    room.save(update_fields=["rev", "changed_at"])
    events.messages_changed(messages)
