"""The input of an import: members, messages and their changes. Messages refer to each other by their index in the
room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from accounts.models import User
from chat.models import Membership
from files.models import File


@dataclass(frozen=True)
class PastMember:
    user: User
    joined_at: datetime
    role: str = Membership.Role.MEMBER
    unread: int = 0  # number of the newest messages that the member has not read
    favourite: bool = False


@dataclass(frozen=True)
class PastReaction:
    emoji: str
    user: User
    at: datetime


@dataclass(frozen=True)
class PastMessage:
    author: User
    text: str
    at: datetime
    reply_to: int | None = None  # the index of an earlier message in the room
    thread: int | None = None  # the index of the thread's root in the room
    edited_at: datetime | None = None
    earlier_text: str = ""  # the text before it was edited
    deleted_at: datetime | None = None  # the author deleted it at this time
    reactions: Sequence[PastReaction] = ()  # ascending by time
    files: Sequence[File] = ()  # stored, complete and without an expiry; none of a deleted message
    pinned_at: datetime | None = None
    pinned_by: User | None = None
    nonce: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class PastRoom:
    """`messages` in the order in which they were sent."""

    name: str
    kind: str
    topic: str
    created_at: datetime
    members: Sequence[PastMember]
    messages: Sequence[PastMessage]
    archived_at: datetime | None = None
    is_default: bool = False
