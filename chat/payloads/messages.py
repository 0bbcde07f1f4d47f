"""A message, and pages of messages."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, convert

from accounts.payloads import User
from chat import models
from files.payloads import File


class Reaction(Struct, frozen=True):
    emoji: str
    count: int
    users: list[int]


class Replies(Struct, frozen=True):
    """What there is in a message's thread: how many, the last one's time, and the first few people."""

    count: int
    last_at: datetime
    users: list[int]


class MentionText(Struct, frozen=True):
    """How a text spells a mention, such as "@kenji"; `user` is null for everybody."""

    text: str
    user: int | None


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
    files: list[File]
    # Absent where nobody is mentioned.
    mention_texts: list[MentionText] | UnsetType = UNSET

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
            files=[File.from_row(row) for row in message.files] if message.files else [],
            mention_texts=[MentionText(*each) for each in message.mention_texts] if message.mention_texts else UNSET,
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
