"""Restore messages that others than their authors have deleted."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from accounts.models import User
from chat.models import Message, Room
from chat.services import rules
from chat.services.authority import Administrator, Authority, fresh
from chat.services.authority_of_many import fresh_messages, lock_rooms
from chat.services.messages import kept_messages, mentions, threads
from chat.services.messages.stamping import stamp_many
from core.audit.recording import NewAct, record_all
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
    if message.is_deleted:
        _restore(by.user, {room.pk: room}, [message])
    return message


@transaction.atomic
def restore_many(*, by: Administrator, messages: Iterable[Message]) -> Sequence[Message]:
    """As `restore`, all or none, with a few statements. Those that were restored now, by room and seq."""
    rows = list(messages)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.RESTORE)
    deleted = [row for row in fresh_messages(grants, [row.pk for row in rows]) if row.is_deleted]
    _restore(by.user, {room_id: grant.room for room_id, grant in grants.items()}, deleted)
    return deleted


def _restore(by: User, rooms: Mapping[int, Room], messages: Collection[Message]) -> None:
    kept = kept_messages.lock(messages)
    for message in messages:
        if message.pk not in kept:
            raise Problem("not_restorable", about=message)
    restored = list(messages)
    kept_messages.put_back([(kept[message.pk], message) for message in restored])
    mentions.keep(messages=restored)
    for message in restored:
        message.deleted_at = message.deleted_by = None
    stamp_many(rooms, restored, RESTORED)
    threads.recount_after(rooms, restored)
    record_all(
        NewAct("chat.message_restored", by, on=each, room=rooms[each.room_id], details={"author": each.author_id})
        for each in restored
    )
