"""Members of a room, and bans."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from accounts.payloads import User
from chat import models

# Strings whose values the schema lists.
Role = Annotated[str, Meta(extra_json_schema={"enum": models.Membership.Role.values})]
Notify = Annotated[str, Meta(extra_json_schema={"enum": models.Membership.Notify.values})]


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


class Ban(Struct, frozen=True):
    user: User
    banned_by: User | None
    at: datetime
    reason: str

    @classmethod
    def of(cls, ban: models.Ban) -> "Ban":
        """`ban.user` and `ban.banned_by` must be loaded."""
        return cls(User.of(ban.user), User.of(ban.banned_by) if ban.banned_by else None, ban.at, ban.reason)
