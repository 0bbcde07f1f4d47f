"""Restore messages that others than their authors have deleted."""

from django.db import transaction

from chat.models import Message
from chat.services import rules
from chat.services.authority import Authority, fresh
from chat.services.messages import kept_messages, mentions
from chat.services.messages.editing import recount_thread
from chat.services.messages.stamping import stamp
from core.audit.recording import record
from core.problems import Problem

# Fields that are restored with the text. A pin is not: the room may have as many as it can have by now.
RESTORED = ("deleted_at", "deleted_by", *kept_messages.COLUMNS)


@transaction.atomic
def restore(*, by: Authority, message: Message) -> Message:
    """Show a deleted message again, with its files, mentions, reactions and earlier texts. For a message that is not
    deleted nothing changes.

    `message` comes from an authority, or from a list of the admin site. Raises Problem `not_found`, `forbidden`, or
    `not_restorable` where its author deleted it or KEPT is over.
    """
    room = by.lock(message.room_id, rules.RESTORE).room
    message = fresh(message.pk)
    if not message.is_deleted:
        return message
    kept = kept_messages.lock(message)
    if kept is None:
        raise Problem("not_restorable")
    kept_messages.put_back(kept, message)
    mentions.keep(messages=[message])
    message.deleted_at = message.deleted_by = None
    stamp(room, [message], RESTORED)
    recount_thread(room, message)
    record("chat.message_restored", by=by.user, on=message, room=room, details={"author": message.author_id})
    return message
