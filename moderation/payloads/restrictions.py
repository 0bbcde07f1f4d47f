"""Mutes, as the wire says them."""

from datetime import datetime

from msgspec import Struct

from accounts.payloads import User
from moderation import models


class Mute(Struct, frozen=True):
    """`room`: null for the whole site. `until`: null where it does not end by itself. `by`: null where the account is gone."""

    room: int | None
    user: User
    until: datetime | None
    reason: str
    by: User | None

    @classmethod
    def of(cls, mute: models.Mute) -> "Mute":
        """`mute.user` and `mute.muted_by` must be loaded."""
        by = User.of(mute.muted_by) if mute.muted_by else None
        return cls(mute.room_id, User.of(mute.user), mute.until, mute.reason, by)


class MyMute(Struct, frozen=True):
    """A mute for the person who is muted."""

    room: int | None
    until: datetime | None
    reason: str

    @classmethod
    def of(cls, mute: models.Mute) -> "MyMute":
        return cls(mute.room_id, mute.until, mute.reason)


class MyMutes(Struct, frozen=True):
    results: list[MyMute]


class HiddenPeople(Struct, frozen=True):
    results: list[User]
