"""Change many messages at once, of any rooms, with a few statements for all. For administrators; each function changes all
or none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from chat.models import EarlierText, Mention, Message, MessageFile, Reaction, Room
from chat.services import rules
from chat.services.authority import Administrator, Grant
from chat.services.authority_of_many import fresh_messages, lock_rooms
from chat.services.messages import attachments, kept_messages, threads
from chat.services.messages.editing import EMPTIED
from chat.services.messages.stamping import stamp_many, time_of_change
from core.audit.recording import NewAct, record_all

DELETED = ("text", "files", "deleted_at", "deleted_by", *EMPTIED)
# Rooms whose mentions one statement deletes: a database bounds how deep a condition may be.
ROOMS_A_STATEMENT = 200

Grants = Mapping[int, Grant]


@transaction.atomic
def delete(*, by: Administrator, messages: Iterable[Message]) -> Sequence[Message]:
    """Delete messages as `editing.delete` does. Those that were not deleted before, by room and seq. Raises Problem
    `not_found` or `forbidden`."""
    rows = list(messages)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.DELETE_OTHERS)
    found = fresh_messages(grants, [row.pk for row in rows])
    kept_messages.forget([row for row in found if row.is_deleted and row.author_id == by.user.pk])
    return _delete(by.user, grants, [row for row in found if not row.is_deleted])


@transaction.atomic
def take_files(*, by: Administrator, ids: Collection[UUID]) -> set[UUID]:
    """Take files away from the messages that carry them. The text and other files of a message stay, and it counts as
    edited; without either the message is deleted, and cannot be restored. The ids of those that were carried. Raises
    Problem `not_found` or `forbidden`."""
    carried = list(MessageFile.objects.filter(file__in=ids).values_list("room_id", "message_id", "file_id"))
    grants = lock_rooms(by, {room_id for room_id, _, _ in carried}, rules.DELETE_OTHERS)
    wanted = set(ids)
    edited: list[Message] = []
    emptied: list[Message] = []
    for message in fresh_messages(grants, {message_id for _, message_id, _ in carried}):
        present = set(attachments.ids_of(message))
        if present & wanted:
            (edited if message.text or present - wanted else emptied).append(message)
    attachments.remove_all(edited, wanted)
    for message in edited:
        message.edited_at = time_of_change(message)
    stamp_many(_rooms(grants), edited, ("text_rev", "edited_at", "files"))
    _record("chat.file_taken", by.user, grants, edited)
    _delete(by.user, grants, emptied, keeps=False)
    return {file_id for _, _, file_id in carried}


def _delete(by: User, grants: Grants, messages: Sequence[Message], *, keeps: bool = True) -> Sequence[Message]:
    """`keeps`: what others than the author delete can be restored."""
    if not messages:
        return messages
    own = [message for message in messages if message.author_id == by.pk]
    for message in own:
        grants[message.room_id].check(rules.DELETE_OWN)
    kept = [message for message in messages if keeps and message.author_id != by.pk]
    gone = own if keeps else messages
    if kept:
        kept_messages.keep_all(kept)
    if gone:
        Reaction.objects.filter(message__in=gone).delete()
        attachments.remove_all(gone, {file_id for message in gone for file_id in attachments.ids_of(message)})
    _forget_mentions(messages)
    EarlierText.objects.filter(message__in=messages).delete()
    for message in messages:
        message.text, message.files = "", None
        for field, nothing in EMPTIED.items():
            setattr(message, field, nothing)
        message.deleted_at, message.deleted_by = time_of_change(message), by
    stamp_many(_rooms(grants), messages, DELETED)
    threads.recount_after(_rooms(grants), messages)
    _record("chat.message_deleted", by, grants, messages)
    return messages


def _forget_mentions(messages: Sequence[Message]) -> None:
    """Delete the mention rows of all these messages. A seq counts within its room."""
    seqs: dict[int, list[int]] = defaultdict(list)
    for message in messages:
        if message.mentions:
            seqs[message.room_id].append(message.seq)
    of_rooms = [Q(room=room_id, seq__in=of_room) for room_id, of_room in seqs.items()]
    for start in range(0, len(of_rooms), ROOMS_A_STATEMENT):
        Mention.objects.filter(reduce(or_, of_rooms[start : start + ROOMS_A_STATEMENT])).delete()


def _rooms(grants: Grants) -> dict[int, Room]:
    return {room_id: grant.room for room_id, grant in grants.items()}


def _record(act: str, by: User, grants: Grants, messages: Sequence[Message]) -> None:
    """What somebody does to their own message is no act."""
    record_all(
        NewAct(act, by, on=each, room=grants[each.room_id].room, details={"author": each.author_id})
        for each in messages
        if each.author_id != by.pk
    )
