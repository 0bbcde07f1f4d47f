"""Who asks for a change, and what that entitles them to. A service never looks a room up by itself."""

from typing import NamedTuple, Protocol

from accounts.models import User
from chat.models import Membership, Room
from chat.services import rules
from chat.services.holding import lock_room
from chat.services.rules import Rule
from core.problems import Problem

Role = Membership.Role


class Grant(NamedTuple):
    """A room, locked until the transaction ends, and the role it is entered with."""

    room: Room
    role: str

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden`, `room_archived` or `posting_closed`."""
        rules.check(rule, self.room, self.role)


class Authority(Protocol):
    user: User

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        """Raises Problem `not_found` where this authority has no business, and what the rule says, where one is given."""
        ...


class Member:
    """A person with the rights of their membership."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        room = lock_room(Room.objects.for_member(self.user), room_id)
        # Read after the lock was had: whoever held it before may have changed this very membership.
        membership = Membership.objects.current().filter(room=room, user=self.user).first() if room else None
        if room is None or membership is None:
            raise Problem("not_found")
        return _checked(Grant(room, membership.role), rule)


class Administrator:
    """Somebody in the admin site: every room, with an owner's rights, member or not."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        room = lock_room(Room.objects.all(), room_id)
        if room is None:
            raise Problem("not_found")
        return _checked(Grant(room, Role.OWNER), rule)


def _checked(grant: Grant, rule: Rule | None) -> Grant:
    if rule is not None:
        grant.check(rule)
    return grant
