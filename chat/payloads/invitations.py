"""Links into a room."""

from datetime import datetime

from msgspec import Struct

from accounts.payloads import User
from chat import models


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
    invited_by: User

    @classmethod
    def of(cls, invitation: models.RoomInvitation) -> "InvitedRoom":
        """`invitation.room` and `invitation.made_by` must be loaded."""
        room, by = invitation.room, User.of(invitation.made_by)
        return cls(room.name, room.topic, room.member_count, not room.is_archived, by)
