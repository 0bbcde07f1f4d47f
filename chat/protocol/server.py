"""Frames of the server, and how they are written."""

import math
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict

from accounts.payloads import User
from chat import models, payloads
from chat.protocol.client import Presence, Ref
from core.problems import Code, More, Problem
from realtime.handshake import Closed


class Hello(Struct, tag="hello"):
    user: User
    session: UUID
    expires_at: datetime
    epoch: UUID
    heartbeat: int
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int
    sections: list[payloads.Section]


class Ok(Struct, tag="ok"):
    """The answer to a frame that had a `ref`, with what the frame asked for."""

    ref: Ref
    message: payloads.Message | UnsetType = UNSET
    last_read_seq: int | UnsetType = UNSET
    presence: dict[str, Presence] | UnsetType = UNSET
    expires_at: datetime | UnsetType = UNSET


class MessageHeld(payloads.HeldMessage, frozen=True, tag="message.held"):
    """The answer to `message.send` for a message that waits for somebody to look at it."""

    ref: Ref = None

    @classmethod
    def of(cls, held: payloads.HeldMessage, ref: Ref) -> "MessageHeld":
        return cls(**asdict(held), ref=ref)


class Pong(Struct, tag="pong"):
    ref: Ref


class Error(More, tag="error"):
    ref: Ref
    code: Code
    detail: str
    retry_after: int | UnsetType = UNSET

    @classmethod
    def of(cls, problem: Problem, ref: Ref) -> "Error":
        wait = UNSET if problem.wait is None else math.ceil(problem.wait)
        return cls(ref, problem.code, problem.detail, wait, **asdict(problem.more))


class MessageChanged(Struct, tag="message"):
    room: int
    rev: int
    message: payloads.Message

    @classmethod
    def of(cls, message: models.Message) -> "MessageChanged":
        """`message.author` must be loaded."""
        return cls(message.room_id, message.rev, payloads.Message.of(message))


class RoomChanged(payloads.RoomState, frozen=True, tag="room"):
    """`rev` is that of the last change of the room itself."""

    @classmethod
    def of(cls, room: models.Room) -> "RoomChanged":
        return cls(room=room.pk, rev=room.room_rev, **payloads.state_of(room, cls.__struct_fields__[2:]))


class MemberChanged(Struct, tag="member"):
    """`role` is None for somebody who left."""

    room: int
    rev: int
    user: User
    role: payloads.Role | None
    joined_at: datetime
    last_read_seq: int | None
    read_rev: int | None
    member_count: int

    @classmethod
    def of(cls, membership: models.Membership, room: models.Room) -> "MemberChanged":
        """`membership.user` must be loaded."""
        member = payloads.Member.of(membership, room)
        return cls(room=room.pk, member_count=room.member_count, **asdict(member))


# Frames about one person's own state carry `me`, the own rev of the change. It is missing when a worker of the previous
# version made the change, and when the frame also goes to others.


class RoomJoined(Struct, tag="room.joined"):
    """`added_by` is None for who came by themselves."""

    room: int
    added_by: User | None
    summary: payloads.RoomSummary
    me: int | UnsetType = UNSET


class RoomLeft(Struct, tag="room.left"):
    room: int
    me: int | UnsetType = UNSET


class RoomMine(Struct, tag="room.mine"):
    """What I have chosen for a room, and who added me to it, until I have said that I stay."""

    room: int
    notify: payloads.Notify
    muted: bool
    favourite: bool
    section: int | None
    added_by: User | None
    me: int | UnsetType = UNSET

    @classmethod
    def of(cls, membership: models.Membership) -> "RoomMine":
        adder = None if membership.accepted else membership.added_by
        return cls(
            room=membership.room_id,
            notify=membership.notify,
            muted=membership.muted,
            favourite=membership.favourite,
            section=membership.section_id,
            added_by=User.of(adder) if adder else None,
            me=membership.preferences_rev,
        )


class DraftChanged(payloads.Draft, frozen=True, tag="draft"):
    """An empty text: it was sent or cleared."""

    me: int | UnsetType = UNSET


class SectionsChanged(payloads.Sections, frozen=True, tag="sections"):
    """All sections of my list of rooms, in their order."""

    me: int | UnsetType = UNSET


class UserChanged(Struct, tag="user"):
    user: User
    me: int | UnsetType = UNSET


class PresenceChanged(Struct, tag="presence"):
    user: int
    state: Presence


class Read(Struct, tag="read"):
    """`rev` counts the moves of this marker."""

    room: int
    user: int
    seq: int
    rev: int
    me: int | UnsetType = UNSET

    @classmethod
    def of(cls, membership: models.Membership, me: int | UnsetType = UNSET) -> "Read":
        return cls(membership.room_id, membership.user_id, membership.last_read_seq, membership.read_rev, me)


class Typing(Struct, tag="typing"):
    room: int
    user: User
    thread: int | None


class Heartbeat(Struct, tag="heartbeat"):
    epoch: UUID
    heads: dict[str, int]
    me: int


class SessionExpiring(Struct, tag="session.expiring"):
    expires_at: datetime


# A change of a room, sent to the room with its next rev.
Change = MessageChanged | RoomChanged | MemberChanged

ServerFrame = (
    Hello
    | Ok
    | MessageHeld
    | Pong
    | Error
    | MessageChanged
    | RoomChanged
    | MemberChanged
    | RoomJoined
    | RoomLeft
    | RoomMine
    | DraftChanged
    | SectionsChanged
    | UserChanged
    | PresenceChanged
    | Read
    | Typing
    | Heartbeat
    | SessionExpiring
    | Closed
)

encode: Callable[[ServerFrame], bytes] = msgspec.json.Encoder().encode
