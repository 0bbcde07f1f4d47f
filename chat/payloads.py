"""What the wire says of rooms, members and messages. Complete when made: delivering one asks the database nothing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, convert

from accounts.payloads import User
from chat import models

# Strings that the schema lists one by one.
Kind = Annotated[str, Meta(extra_json_schema={"enum": models.Room.Kind.values})]
Role = Annotated[str, Meta(extra_json_schema={"enum": models.Membership.Role.values})]


class Reaction(Struct, frozen=True):
    emoji: str
    count: int
    users: list[int]


class Replies(Struct, frozen=True):
    """What there is in a message's thread: how many, the last one's time, and the first few people."""

    count: int
    last_at: datetime
    users: list[int]


class Message(Struct, frozen=True):
    id: int
    room: int
    seq: int
    rev: int
    nonce: UUID
    author: User
    text: str
    reply_to: int | None
    thread: int | None
    replies: Replies | None
    mentions: list[int]
    mentions_here: bool
    reactions: list[Reaction]
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    deleted_by: int | None
    pinned_at: datetime | None
    pinned_by: int | None

    @classmethod
    def of(cls, message: models.Message) -> "Message":
        """`message.author` must be loaded."""
        return cls(
            id=message.pk,
            room=message.room_id,
            seq=message.seq,
            rev=message.rev,
            nonce=message.nonce,
            author=User.of(message.author),
            text=message.text,
            reply_to=message.reply_to_id,
            thread=message.thread_id,
            replies=convert(message.replies, Replies) if message.replies else None,
            mentions=message.mentions or [],
            mentions_here=message.mentions_here,
            reactions=convert(message.reactions, list[Reaction]) if message.reactions else [],
            created_at=message.created_at,
            edited_at=message.edited_at,
            deleted_at=message.deleted_at,
            deleted_by=message.deleted_by_id,
            pinned_at=message.pinned_at,
            pinned_by=message.pinned_by_id,
        )


class Member(Struct, frozen=True):
    user: User
    role: Role | None
    joined_at: datetime
    rev: int

    @classmethod
    def of(cls, membership: models.Membership) -> "Member":
        """`membership.user` must be loaded."""
        role = membership.role if membership.is_current else None
        return cls(User.of(membership.user), role, membership.joined_at, membership.rev)


class RoomSummary(Struct, frozen=True):
    """A room as one user sees it in a list."""

    id: int
    kind: Kind
    name: str
    topic: str
    created_at: datetime
    archived_at: datetime | None
    rev: int
    last_seq: int
    last_message_at: datetime | None
    member_count: int
    role: Role | None
    last_read_seq: int
    unread: int
    mentions: int

    @classmethod
    def of(
        cls, room: models.Room, membership: models.Membership | None, unread: int = 0, mentions: int = 0
    ) -> "RoomSummary":
        return cls(
            id=room.pk,
            kind=room.kind,
            name=room.name,
            topic=room.topic,
            created_at=room.created_at,
            archived_at=room.archived_at,
            rev=room.rev,
            last_seq=room.last_seq,
            last_message_at=room.last_message_at,
            member_count=room.member_count,
            role=membership.role if membership else None,
            last_read_seq=membership.last_read_seq if membership else 0,
            unread=unread,
            mentions=mentions,
        )


class History(Struct, frozen=True):
    """A page of a room's messages, ascending `seq`."""

    messages: list[Message]
    has_before: bool
    has_after: bool


class Thread(Struct, frozen=True):
    """The message that began it, and a page of its replies, ascending `seq`."""

    root: Message
    messages: list[Message]
    has_before: bool
    has_after: bool


class Pins(Struct, frozen=True):
    messages: list[Message]


class EarlierText(Struct, frozen=True):
    """What a message said from `at` on, until it was edited."""

    text: str
    at: datetime


class Edits(Struct, frozen=True):
    edits: list[EarlierText]


class Changes(Struct, frozen=True, omit_defaults=True):
    """What changed in one room since a client last heard of it; for a room that is no longer the client's, only `gone`."""

    head: int = 0
    messages: list[Message] | None = None
    members: list[Member] | None = None
    room: RoomSummary | None = None
    complete: bool | None = None
    reset: bool = False
    gone: bool = False


class Sync(Struct, frozen=True):
    epoch: UUID
    rooms: dict[str, Changes]


class ReadMarker(Struct, frozen=True):
    last_read_seq: int


class SetupState(Struct, frozen=True):
    needed: bool
