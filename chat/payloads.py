"""What the wire says of rooms, members and messages. Complete when made: delivering one asks the database nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, convert

from accounts.payloads import User
from chat import models

# Strings that the schema lists one by one.
Kind = Annotated[str, Meta(extra_json_schema={"enum": models.Room.Kind.values})]
Role = Annotated[str, Meta(extra_json_schema={"enum": models.Membership.Role.values})]
Posting = Annotated[str, Meta(extra_json_schema={"enum": models.Room.Posting.values})]
Notify = Annotated[str, Meta(extra_json_schema={"enum": models.Membership.Notify.values})]


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
    last_read_seq: int | None
    read_rev: int | None

    @classmethod
    def of(cls, membership: models.Membership, room: models.Room) -> "Member":
        """`membership.user` must be loaded."""
        return cls(
            user=User.of(membership.user),
            role=membership.role if membership.is_current else None,
            joined_at=membership.joined_at,
            rev=membership.rev,
            last_read_seq=membership.last_read_seq if room.shows_who_read else None,
            read_rev=membership.read_rev if room.shows_who_read else None,
        )


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
    posting: Posting
    slow_seconds: int
    notify: Notify
    muted: bool
    favourite: bool
    # How often my marker has moved, and the own rev of my last change in this room.
    read_rev: int
    mine_rev: int
    people: list[User]
    # Who added me, until I have said that I stay.
    added_by: User | None

    @classmethod
    def of(
        cls,
        room: models.Room,
        membership: models.Membership | None,
        *,
        unread: int = 0,
        mentions: int = 0,
        people: Sequence[User] = (),
        added_by: User | None = None,
    ) -> "RoomSummary":
        """`people`: the others of a direct room."""
        mine = membership or models.Membership()
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
            last_read_seq=mine.last_read_seq,
            unread=unread,
            mentions=mentions,
            posting=room.posting,
            slow_seconds=room.slow_seconds,
            notify=mine.notify,
            muted=mine.muted,
            favourite=mine.favourite,
            read_rev=mine.read_rev,
            mine_rev=mine.mine_rev,
            people=list(people),
            added_by=added_by,
        )


class Ban(Struct, frozen=True):
    user: User
    banned_by: User | None
    at: datetime
    reason: str

    @classmethod
    def of(cls, ban: models.Ban) -> "Ban":
        """`ban.user` and `ban.banned_by` must be loaded."""
        return cls(User.of(ban.user), User.of(ban.banned_by) if ban.banned_by else None, ban.at, ban.reason)


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


class Pins(Struct, frozen=True, omit_defaults=True):
    """`next`: where the rest is, in these lists that nearly always come whole."""

    messages: list[Message]
    next: str | None = None


class EarlierText(Struct, frozen=True):
    """What a message said from `at` on, until it was edited."""

    text: str
    at: datetime

    @classmethod
    def of(cls, text: models.EarlierText) -> "EarlierText":
        return cls(text.text, text.at)


class Edits(Struct, frozen=True, omit_defaults=True):
    edits: list[EarlierText]
    next: str | None = None


class Changes(Struct, frozen=True, omit_defaults=True):
    """What changed in one room since a client last heard of it; for a room that is no longer the client's, only `gone`."""

    head: int = 0
    messages: list[Message] | None = None
    members: list[Member] | None = None
    room: RoomSummary | None = None
    complete: bool | None = None
    reset: bool = False
    gone: bool = False


class ReadMarker(Struct, frozen=True):
    last_read_seq: int


class RoomInvitation(Struct, frozen=True):
    id: int
    made_by: User
    created_at: datetime
    expires_at: datetime | None
    uses_left: int | None

    @classmethod
    def of(cls, invitation: models.RoomInvitation) -> "RoomInvitation":
        """`invitation.made_by` must be loaded."""
        return cls(
            invitation.pk,
            User.of(invitation.made_by),
            invitation.created_at,
            invitation.expires_at,
            invitation.uses_left,
        )


class NewRoomInvitation(Struct, frozen=True):
    """The only time that the token is told."""

    id: int
    url: str
    token: str
    expires_at: datetime | None
    uses_left: int | None


class InvitedRoom(Struct, frozen=True):
    """What an invitation tells of its room; `valid` is false while the room is archived."""

    name: str
    topic: str
    member_count: int
    valid: bool


class Draft(Struct, frozen=True):
    """What somebody has begun to write; `thread` is its root message."""

    room: int
    thread: int | None
    text: str
    at: datetime

    @classmethod
    def of(cls, draft: models.KeptDraft) -> "Draft":
        return cls(draft.room_id, draft.thread_id, draft.text, draft.at)


class Drafts(Struct, frozen=True, omit_defaults=True):
    drafts: list[Draft]
    next: str | None = None


class OwnChanges(Struct, frozen=True, omit_defaults=True):
    """What changed of somebody's own state. `head`: the own rev up to which this tells everything."""

    head: int
    complete: bool
    rooms: list[RoomSummary]
    gone: list[int]
    drafts: list[Draft]
    user: User | None = None
    reset: bool = False


class Sync(Struct, frozen=True, omit_defaults=True):
    epoch: UUID
    rooms: dict[str, Changes]
    me: OwnChanges | None = None


class SetupState(Struct, frozen=True):
    needed: bool
