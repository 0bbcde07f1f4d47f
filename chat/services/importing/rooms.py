"""Import rooms together with their old messages, which would take minutes with a transaction for each message.

Every number is the one that the other services would have given at the time of the change.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from chat.models import Membership, Message, Room
from chat.services.importing import marks
from chat.services.importing.history import PastMember, PastMessage, PastRoom
from chat.services.messages import mentions
from chat.services.rooms.direct import people_key
from files.payloads import row_of

ROWS_AT_ONCE = 1000


@transaction.atomic
def record(past: Sequence[PastRoom]) -> list[Room]:
    """Write these rooms. It publishes nothing, because new rooms have no listeners. A message older than the one
    before it gets that one's time."""
    past = [_in_order(one) for one in past]
    rooms = Room.objects.bulk_create([_room(one) for one in past])
    memberships, messages = [], []
    for room, one in zip(rooms, past, strict=True):
        members = [_membership(room, member) for member in one.members]
        said = [_message(room, seq, message) for seq, message in enumerate(one.messages, start=1)]
        marks.put(room, members, one.messages, said)
        _number(room, one, members, said)
        memberships += members
        messages.append(said)
    Room.objects.bulk_update(rooms, ["rev", "room_rev", "changed_at"])
    Membership.objects.bulk_create(memberships, batch_size=ROWS_AT_ONCE)
    # Ordered by time over all rooms, so that ids ascend with time.
    in_order = sorted((message for said in messages for message in said), key=lambda message: message.created_at)
    Message.objects.bulk_create(in_order, batch_size=ROWS_AT_ONCE)
    told = [pair for one, said in zip(past, messages, strict=True) for pair in zip(one.messages, said, strict=True)]
    _link(zip((one.messages for one in past), messages, strict=True))
    marks.record(told)
    mentions.keep(messages=in_order)
    return rooms


def _in_order(past: PastRoom) -> PastRoom:
    times = itertools.accumulate((message.at for message in past.messages), max)
    return replace(past, messages=[_not_before(at, one) for at, one in zip(times, past.messages, strict=True)])


def _not_before(at: datetime, past: PastMessage) -> PastMessage:
    edited_at = max(at, past.edited_at) if past.edited_at else None
    return past if (at, edited_at) == (past.at, past.edited_at) else replace(past, at=at, edited_at=edited_at)


def _room(past: PastRoom) -> Room:
    return Room(
        name=past.name,
        kind=past.kind,
        topic=past.topic,
        created_at=past.created_at,
        archived_at=past.archived_at,
        last_seq=len(past.messages),
        last_message_at=past.messages[-1].at if past.messages else None,
        is_default=past.is_default,
        member_count=len(past.members),
        people_key=people_key(member.user.pk for member in past.members) if past.kind == Room.Kind.DIRECT else "",
    )


def _membership(room: Room, past: PastMember) -> Membership:
    return Membership(
        room=room,
        user=past.user,
        role=past.role,
        joined_at=past.joined_at,
        last_read_seq=max(room.last_seq - past.unread, 0),
        favourite=past.favourite,
    )


def _message(room: Room, seq: int, past: PastMessage) -> Message:
    return Message(
        room=room,
        seq=seq,
        author=past.author,
        nonce=past.nonce,
        text="" if past.deleted_at else past.text,
        created_at=past.at,
        edited_at=past.edited_at,
        deleted_at=past.deleted_at,
        deleted_by=past.author if past.deleted_at else None,
        pinned_at=past.pinned_at,
        pinned_by=past.pinned_by,
        files=[row_of(file) for file in past.files] or None,
    )


def _number(room: Room, past: PastRoom, members: Iterable[Membership], said: Sequence[Message]) -> None:
    """Give out revs in the order of time. A row that changed several times gets the rev of its last change."""
    changes: list[tuple[datetime, Membership | Message | None]] = [(member.joined_at, member) for member in members]
    for one, message in zip(past.messages, said, strict=True):
        changes += [(time, row) for time in _times(one) for row in (message, _root(one, said, time)) if row is not None]
    if past.archived_at is not None:
        changes.append((past.archived_at, None))
    changes.sort(key=lambda change: change[0])
    for rev, (_, row) in enumerate(changes, start=1):
        if row is None:
            room.room_rev = rev
        else:
            row.rev = rev
    room.rev = len(changes)
    room.changed_at = changes[-1][0] if changes else past.created_at


def _times(past: PastMessage) -> list[datetime]:
    """All times at which a message changed."""
    times = (past.at, past.edited_at, past.deleted_at, past.pinned_at, *(reaction.at for reaction in past.reactions))
    return [time for time in times if time is not None]


def _root(past: PastMessage, said: Sequence[Message], time: datetime) -> Message | None:
    """The thread's root when it changes together with this message: it counts a reply that comes or is deleted."""
    if past.thread is None or time not in (past.at, past.deleted_at):
        return None
    return said[past.thread]


def _link(rooms: Iterable[tuple[Sequence[PastMessage], Sequence[Message]]]) -> None:
    """Set replies and threads, after all messages have ids."""
    linked = []
    for past, said in rooms:
        for one, message in zip(past, said, strict=True):
            if one.reply_to is not None:
                message.reply_to = said[one.reply_to]
            if one.thread is not None:
                message.thread = said[one.thread]
            if one.reply_to is not None or one.thread is not None:
                linked.append(message)
    Message.objects.bulk_update(linked, ["reply_to", "thread"], batch_size=ROWS_AT_ONCE)
