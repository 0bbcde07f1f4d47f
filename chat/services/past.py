"""Rooms written together with their past: for what would take minutes with a transaction per message.

Every number is the one the other services would have given, had each change been made at its time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from chat.models import Membership, Message, Room

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class PastMember:
    user: User
    joined_at: datetime
    role: str = Membership.Role.MEMBER
    unread: int = 0  # how many of the newest messages they have not seen


@dataclass(frozen=True)
class PastMessage:
    author: User
    text: str
    at: datetime
    reply_to: int | None = None  # the index of an earlier message in the room
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    nonce: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class PastRoom:
    """`messages` in the order they were sent."""

    name: str
    kind: str
    topic: str
    created_at: datetime
    members: Sequence[PastMember]
    messages: Sequence[PastMessage]
    archived_at: datetime | None = None


@transaction.atomic
def record(past: Sequence[PastRoom]) -> list[Room]:
    """Publishes nothing: the rooms are new, so nobody is listening."""
    rooms = Room.objects.bulk_create([_room(one) for one in past])
    memberships, messages = [], []
    for room, one in zip(rooms, past, strict=True):
        members = [_membership(room, member) for member in one.members]
        said = [_message(room, seq, message) for seq, message in enumerate(one.messages, start=1)]
        _number(room, one, members, said)
        memberships += members
        messages.append(said)
    Room.objects.bulk_update(rooms, ["rev", "room_rev", "changed_at"])
    Membership.objects.bulk_create(memberships, batch_size=ROWS_AT_ONCE)
    # In the order of time over all rooms, so that ids tell it, too.
    in_order = sorted((message for said in messages for message in said), key=lambda message: message.created_at)
    Message.objects.bulk_create(in_order, batch_size=ROWS_AT_ONCE)
    _reply(zip((one.messages for one in past), messages, strict=True))
    return rooms


def _room(past: PastRoom) -> Room:
    return Room(
        name=past.name,
        kind=past.kind,
        topic=past.topic,
        created_at=past.created_at,
        archived_at=past.archived_at,
        last_seq=len(past.messages),
        last_message_at=past.messages[-1].at if past.messages else None,
        member_count=len(past.members),
    )


def _membership(room: Room, past: PastMember) -> Membership:
    return Membership(
        room=room,
        user=past.user,
        role=past.role,
        joined_at=past.joined_at,
        last_read_seq=max(room.last_seq - past.unread, 0),
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
    )


def _number(room: Room, past: PastRoom, members: Iterable[Membership], said: Iterable[Message]) -> None:
    """Hand out revs in the order of time; a row that changed again has the rev of its last change."""
    changes: list[tuple[datetime, Membership | Message | None]] = [(member.joined_at, member) for member in members]
    for message in said:
        times = (message.created_at, message.edited_at, message.deleted_at)
        changes += [(time, message) for time in times if time is not None]
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


def _reply(rooms: Iterable[tuple[Sequence[PastMessage], Sequence[Message]]]) -> None:
    """After all have their ids."""
    replies = []
    for past, said in rooms:
        for one, message in zip(past, said, strict=True):
            if one.reply_to is not None:
                message.reply_to = said[one.reply_to]
                replies.append(message)
    Message.objects.bulk_update(replies, ["reply_to"], batch_size=ROWS_AT_ONCE)
