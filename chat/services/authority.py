"""Who asks for a change, and what that entitles them to. A service never looks a room up by itself."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

from accounts.models import User
from chat.models import Membership, Room
from config.errors import Problem

Role = Membership.Role
EVERYBODY = frozenset(Role)
MODERATORS = frozenset({Role.OWNER, Role.MODERATOR})
OWNERS = frozenset({Role.OWNER})


class Grant(NamedTuple):
    """A room, locked until the transaction ends, and the role it is entered with."""

    room: Room
    role: str


class Authority(Protocol):
    user: User

    def lock(self, room_id: int, *, roles: Collection[str] = EVERYBODY) -> Grant:
        """Raises Problem `not_found` where this authority has no business, `forbidden` without one of the roles."""
        ...


class Member:
    """A person with the rights of their membership."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, *, roles: Collection[str] = EVERYBODY) -> Grant:
        room = Room.objects.for_member(self.user).locked().filter(pk=room_id).first()
        # Read after the lock was had: whoever held it before may have changed this very membership.
        membership = Membership.objects.current().filter(room=room, user=self.user).first() if room else None
        if room is None or membership is None:
            raise Problem("not_found")
        if membership.role not in roles:
            raise Problem("forbidden")
        return Grant(room, membership.role)


class Administrator:
    """Somebody in the admin site: every room, with an owner's rights, member or not."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, *, roles: Collection[str] = EVERYBODY) -> Grant:
        room = Room.objects.locked().filter(pk=room_id).first()
        if room is None:
            raise Problem("not_found")
        return Grant(room, Role.OWNER)
