"""A past as it is told: who came, who said what, and what became of it. Messages name each other by their index in the room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from accounts.models import User
from chat.models import Membership


@dataclass(frozen=True)
class PastMember:
    user: User
    joined_at: datetime
    role: str = Membership.Role.MEMBER
    unread: int = 0  # how many of the newest messages they have not seen
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
    thread: int | None = None  # the same
    edited_at: datetime | None = None
    earlier_text: str = ""  # before it was edited
    deleted_at: datetime | None = None  # by the author
    reactions: Sequence[PastReaction] = ()  # in the order of time
    pinned_at: datetime | None = None
    pinned_by: User | None = None
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
