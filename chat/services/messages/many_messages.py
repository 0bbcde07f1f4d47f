"""Delete many messages at once, of any rooms, with a few statements for all. For administrators."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from chat import events, signals
from chat.models import EarlierText, Mention, Message, Room
from chat.services import rules
from chat.services.authority import Administrator, Grant
from chat.services.authority_of_many import fresh_messages, lock_rooms
from chat.services.messages import kept_messages
from chat.services.messages.editing import EMPTIED, recount_thread
from chat.services.messages.editing import delete as delete_one
from chat.services.messages.stamping import time_of_change
from core.audit.recording import NewAct, record_all
from core.db.rows import Rows
from core.jobs import clock

FIELDS = ("text", "files", "deleted_at", "deleted_by", *EMPTIED)

_changed = Rows("changed", Message, ("id", "rev", "deleted_at"))
_numbers = Rows("numbered", Room, ("id", "rev"))


@transaction.atomic
def delete(*, by: Administrator, messages: Iterable[Message]) -> Sequence[Message]:
    """Delete messages as `editing.delete` does, all or none. Those that were not deleted before, by room and seq. Raises
    Problem `not_found` or `forbidden`."""
    rows = list(messages)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.DELETE_OTHERS)
    found = fresh_messages(grants, rows)
    # What people delete of their own is gone at once, with files and reactions. It is seldom much.
    own = [row for row in found if row.author_id == by.user.pk]
    others = [row for row in found if row.author_id != by.user.pk and not row.is_deleted]
    deleted = [delete_one(by=by, message=row) for row in own if not row.is_deleted]
    if others:
        # `delete_one` has read and numbered its rooms by itself.
        _delete(by, lock_rooms(by, {row.room_id for row in others}) if own else grants, others)
    return sorted([*deleted, *others], key=lambda row: (row.room_id, row.seq))


def _delete(by: Administrator, grants: Mapping[int, Grant], messages: Sequence[Message]) -> None:
    kept_messages.keep_all(messages)
    _forget_mentions(messages)
    EarlierText.objects.filter(message__in=messages).delete()
    for message in messages:
        message.text, message.files = "", None
        for field, nothing in EMPTIED.items():
            setattr(message, field, nothing)
        message.deleted_at, message.deleted_by = time_of_change(message), by.user
        message.rev = grants[message.room_id].room.next_rev()
    _store(by, grants, messages)
    signals.messages_changed.send(Message, messages=messages, fields=frozenset(FIELDS))
    events.messages_changed(messages)
    record_all(
        NewAct(
            "chat.message_deleted",
            by.user,
            on=message,
            room=grants[message.room_id].room,
            details={"author": message.author_id},
        )
        for message in messages
    )
    # One reply of each thread.
    for reply in {message.thread_id: message for message in messages}.values():
        recount_thread(grants[reply.room_id].room, reply)


def _forget_mentions(messages: Sequence[Message]) -> None:
    """Delete the mention rows of all these messages: one query for each room, since a seq counts within its room."""
    seqs: dict[int, list[int]] = {}
    for message in messages:
        if message.mentions:
            seqs.setdefault(message.room_id, []).append(message.seq)
    for room_id, of_room in seqs.items():
        Mention.objects.filter(room=room_id, seq__in=of_room).delete()


def _store(by: Administrator, grants: Mapping[int, Grant], messages: Sequence[Message]) -> None:
    columns = {"text": "''", "files": "NULL", **{_column(name): "NULL" for name in EMPTIED}, "mentions_here": "false"}
    emptied = ", ".join(f"{column} = {nothing}" for column, nothing in columns.items())
    with connection.cursor() as cursor:
        given, parameters = _changed.given([(row.pk, row.rev, row.deleted_at) for row in messages])
        cursor.execute(
            f"{given} UPDATE chat_message SET rev = changed.rev, deleted_at = changed.deleted_at, deleted_by_id = %s,"  # noqa: S608 (names)
            f" {emptied} FROM changed WHERE chat_message.id = changed.id",
            [*parameters, by.user.pk],
        )
        rooms = [grants[room_id].room for room_id in {row.room_id for row in messages}]
        given, parameters = _numbers.given([(room.pk, room.rev) for room in rooms])
        cursor.execute(
            f"{given} UPDATE chat_room SET rev = numbered.rev, changed_at = {clock.now()}"  # noqa: S608 (names)
            " FROM numbered WHERE chat_room.id = numbered.id",
            parameters,
        )


def _column(field: str) -> str:
    return {each.name: str(each.column) for each in Message._meta.concrete_fields}[field]
