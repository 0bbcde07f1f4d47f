"""The one door: a room, membership or message that somebody names by its id is looked up here, with what entitles them to it.

`by` is who acts. A service takes `by` and an id, and touches only rows that the door gives. A selector takes such rows. So no service can
forget a permission check; a test holds that none looks a row up by itself. The lookups of a whole batch are in
services/messages/batch_statements.py.
"""

from typing import Any, NamedTuple, Protocol, TypeVar

from accounts.models import IdempotencyKey, User
from chat.models import Membership, Message, Room, RoomInvitation
from chat.services import rules
from chat.services.held_rooms import lock_room
from chat.services.rules import Rule
from core.problems import Problem

Role = Membership.Role
Row = TypeVar("Row")


class Grant(NamedTuple):
    """A room, locked until the transaction ends, and the role it is entered with."""

    room: Room
    role: str

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden` or `room_archived`."""
        rules.check(rule, self.room, self.role)


class MessageGrant(NamedTuple):
    """A message as it is now, with its room locked until the transaction ends and the role that the room is entered with."""

    message: Message
    room: Room
    role: str

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden` or `room_archived`."""
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
        # Read after the lock was had: its holder before may have changed this very membership.
        membership = Membership.objects.current().filter(room=room, user=self.user).first() if room else None
        if room is None or membership is None:
            raise Problem("not_found")
        return _checked(Grant(room, membership.role), rule)

    def lock_message(self, message_id: int, rule: Rule) -> MessageGrant:
        """Raises Problem `not_found`, also for a deleted message, and what the rule says."""
        return self.lock_found(self.message(message_id), rule)

    def lock_found(self, message: Message, rule: Rule | None = None) -> MessageGrant:
        """The same for a message that was found before by `message`."""
        grant = self.lock(message.room_id)
        message = fresh(message.pk)
        if message.is_deleted:
            raise Problem("not_found")
        return MessageGrant(message, *_checked(grant, rule))

    def lock_membership(self, room_id: int) -> Membership:
        """Their own row, without the room's lock: two devices wait for each other. Raises Problem `not_found`."""
        return _found(Membership.objects.current().select_for_update().filter(user=self.user, room_id=room_id).first())

    def membership(self, room_id: int) -> Membership:
        """With its room. Raises Problem `not_found`, also for a room of others."""
        return _found(self.membership_if_any(room_id))

    def membership_if_any(self, room_id: int | str) -> Membership | None:
        """With its room."""
        return Membership.objects.current().filter(user=self.user, room_id=room_id).select_related("room").first()

    def moderated_room(self, room_id: int) -> Room:
        """Raises Problem `not_found`, or `forbidden` for those who do not look after the room."""
        mine = self.membership(room_id)
        if not mine.moderates:
            raise Problem("forbidden")
        return mine.room

    def has_left(self, room_id: int) -> bool:
        return Membership.objects.filter(room=room_id, user=self.user, left_at__isnull=False).exists()

    def message(self, message_id: int) -> Message:
        """With its author and room. Raises Problem `not_found`, also for a message in a room of others."""
        mine = Message.objects.filter(room__memberships__user=self.user, room__memberships__left_at=None)
        return _found(mine.filter(pk=message_id).select_related("author", "room").first())

    def root_of_thread(self, message_id: int) -> Message:
        """The first message of the thread that a message began, or is in. Raises Problem `not_found`."""
        message = self.message(message_id)
        return message if message.thread_id is None else self.message(message.thread_id)

    def written_message(self, message_id: int, **state: Any) -> Message | None:
        """A message of their own in this state, also of a room that they left: then without what others have put on it."""
        found = Message.objects.select_related("author").filter(pk=message_id, author=self.user, **state).first()
        return found.without_marks() if found else None


class Administrator:
    """Somebody in the admin site: every room, with an owner's rights, member or not."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        room = lock_room(Room.objects.all(), room_id)
        if room is None:
            raise Problem("not_found")
        return _checked(Grant(room, Role.OWNER), rule)


# -- Rows that another thing than a membership entitles to


def lock_public_room(room_id: int) -> Room:
    """For who comes in. Raises Problem `not_found`."""
    return _found(lock_room(Room.objects.filter(kind=Room.Kind.PUBLIC), room_id))


def lock_invited_room(invitation: RoomInvitation) -> Room:
    """For who holds the token of the invitation. Raises Problem `invitation_invalid`."""
    room = lock_room(Room.objects.all(), invitation.room_id)
    if room is None:
        raise Problem("invitation_invalid")
    return room


def lock_room_left(by: User, room_id: int) -> tuple[Room, Membership]:
    """For who is in the room, or was once. Raises Problem `not_found`."""
    room = lock_room(Room.objects.all(), room_id)
    rows = (
        room.memberships.select_for_update(of=("self",)).select_related("user") if room else Membership.objects.none()
    )
    membership = rows.filter(user=by).first()
    if room is None or membership is None:
        raise Problem("not_found")
    return room, membership


def room_made_before(call: IdempotencyKey) -> Room:
    """For the repetition of the call that made the room."""
    return Room.objects.get(pk=call.made)


def is_in_room(message_id: int, room_id: int) -> bool:
    """For who was let into the room."""
    return Message.objects.filter(pk=message_id, room=room_id).exists()


def fresh(message_id: int) -> Message:
    """A message that was found before, as it is once its room is locked: the lock's holder before may have changed it."""
    return Message.objects.select_related("author").get(pk=message_id)


def _checked(grant: Grant, rule: Rule | None) -> Grant:
    if rule is not None:
        grant.check(rule)
    return grant


def _found(row: Row | None) -> Row:
    if row is None:
        raise Problem("not_found")
    return row
