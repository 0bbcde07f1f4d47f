"""All lookups of rooms, memberships and messages by id, with the check of the permission.

`by` is the person who acts. A service takes `by` and an id, and touches only rows that this module returns. A selector
takes such rows. So no service can forget a permission check; a test holds that no service looks a row up by itself.
messages/batch_statements.py has the lookups for a batch of new messages.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import IdempotencyKey, User
from chat.models import Membership, Message, Room, RoomInvitation, Section
from chat.services import rules
from chat.services.held_rooms import lock_room
from chat.services.rules import Rule
from core.db.prepared import NUMBER, PreparedInstances
from core.problems import Problem

Role = Membership.Role
Row = TypeVar("Row")


class Grant(NamedTuple):
    """A room, locked until the transaction ends, and the role of the person who acts. `guards`: as of a Writer
    (chat/gates/gate.py)."""

    room: Room
    role: str
    guards: int = 0

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden` or `room_archived`."""
        rules.check(rule, self.room, self.role)


class MessageGrant(NamedTuple):
    """A freshly read message, its room, locked until the transaction ends, and the role of the person who acts."""

    message: Message
    room: Room
    role: str
    guards: int = 0

    def check(self, rule: Rule) -> None:
        """Raises Problem `forbidden` or `room_archived`."""
        rules.check(rule, self.room, self.role)


def _membership_of(place: list[int]) -> QuerySet[Membership]:
    return Membership.objects.current().filter(user=place[0], room=place[1])


# Nearly every call looks up its caller's membership.
_memberships = PreparedInstances(Membership, "room", _membership_of, NUMBER)


class Authority(Protocol):
    user: User

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        """Lock a room. Raises Problem `not_found` for a room without a permission, and the Problems of `rule`."""
        ...

    def lock_seen(self, room_id: int) -> Room | None:
        """Lock a room that the person may know of. None where there is no such room."""
        ...


class Member:
    """A person with the rights of their membership."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        room = lock_room(Room.objects.for_member(self.user), room_id)
        # Read after the lock was taken: its previous holder may have changed this membership.
        membership = (
            Membership.objects.current().with_all_guards().filter(room=room, user=self.user).first() if room else None
        )
        if room is None or membership is None:
            raise Problem("not_found")
        return _checked(Grant(room, membership.role, membership.all_guards), rule)

    def lock_seen(self, room_id: int) -> Room | None:
        mine = Q(pk__in=Room.objects.for_member(self.user).values("pk"))
        return lock_room(Room.objects.filter(Q(kind=Room.Kind.PUBLIC) | mine), room_id)

    def lock_message(self, message_id: int, rule: Rule) -> MessageGrant:
        """Lock a message. Raises Problem `not_found`, also for a deleted message, and the Problems of `rule`."""
        return self.lock_found(self.message(message_id), rule)

    def lock_found(self, message: Message, rule: Rule | None = None) -> MessageGrant:
        """Lock a message that `message` has returned. Raises Problem as `lock_message` does."""
        grant = self.lock(message.room_id)
        message = fresh(message.pk)
        if message.is_deleted:
            raise Problem("not_found")
        return MessageGrant(message, *_checked(grant, rule))

    def lock_membership(self, room_id: int) -> Membership:
        """The person's own membership, locked without the room, so that their devices wait for each other. Raises
        Problem `not_found`."""
        return _found(Membership.objects.current().select_for_update().filter(user=self.user, room_id=room_id).first())

    def lock_memberships(self, room_ids: Collection[int]) -> list[Membership]:
        """The person's memberships in these rooms with their rooms, locked without the rooms, ascending by room. Rooms
        that they are not in are left out."""
        mine = Membership.objects.current().select_for_update(of=("self",)).select_related("room")
        return list(mine.filter(user=self.user, room_id__in=room_ids).order_by("room_id"))

    def membership(self, room_id: int) -> Membership:
        """The person's membership with its room. Raises Problem `not_found`, also for a room that they are not in."""
        return _found(self.membership_if_any(room_id))

    @contextmanager
    def reading(self, room_id: int) -> Iterator[Room]:
        """The room, while its messages are read. Raises Problem `not_found`, also at the end: whoever was removed
        during the read gets nothing of it. A worker may be suspended between two queries for any time, and by then the
        removal is acknowledged."""
        yield self.membership(room_id).room
        if not Membership.objects.current().filter(user=self.user, room_id=room_id).exists():
            raise Problem("not_found")

    def membership_if_any(self, room_id: int | str) -> Membership | None:
        """The person's membership with its room, or None."""
        return next(iter(_memberships(self.user.pk, int(room_id))), None)

    def rooms_among(self, room_ids: Collection[int]) -> set[int]:
        """Those of these rooms that the person is in."""
        mine = Membership.objects.current().filter(user=self.user, room_id__in=room_ids)
        return set(mine.values_list("room_id", flat=True))

    def moderated_room(self, room_id: int) -> Room:
        """The room, for its moderators and owners. Raises Problem `not_found`, or `forbidden` for other members."""
        mine = self.membership(room_id)
        if not mine.moderates:
            raise Problem("forbidden")
        return mine.room

    def has_left(self, room_id: int) -> bool:
        return Membership.objects.filter(room=room_id, user=self.user, left_at__isnull=False).exists()

    def message(self, message_id: int) -> Message:
        """A message with its author and room. Raises Problem `not_found`, also for a message in a room that the
        person is not in."""
        mine = Message.objects.filter(room__memberships__user=self.user, room__memberships__left_at=None)
        return _found(mine.filter(pk=message_id).select_related("author", "room").first())

    def person(self, user_id: int) -> User:
        """Somebody in one of the person's rooms. Raises Problem `not_found`, also for a deactivated user."""
        mine = Membership.objects.current().filter(user=self.user).values("room")
        there = Membership.objects.current().filter(user=OuterRef("pk"), room__in=mine)
        return _found(User.objects.filter(Exists(there), pk=user_id, is_active=True).first())

    def root_of_thread(self, message_id: int) -> Message:
        """The root of the thread that the message began or belongs to. Raises Problem `not_found`."""
        message = self.message(message_id)
        return message if message.thread_id is None else self.message(message.thread_id)

    def section(self, section_id: int) -> Section:
        """A section of the person's own list. Raises Problem `not_found`."""
        return _found(self.section_if_any(section_id))

    def section_if_any(self, section_id: int) -> Section | None:
        """A section of the person's own list, or None."""
        return Section.objects.filter(user=self.user, pk=section_id).first()

    def lock_section(self, section_id: int) -> tuple[Section, list[Section]]:
        """A section, and all sections of the person in their order, locked together. Raises Problem `not_found`."""
        sections = list(Section.objects.select_for_update().filter(user=self.user).order_by("pk"))
        sections.sort(key=lambda each: (each.position, each.pk))
        return _found(next((each for each in sections if each.pk == section_id), None)), sections

    def written_message(self, message_id: int, **state: Any) -> Message | None:
        """The person's own message in this state, also in a room that they have left. It comes without reactions,
        replies and pins of others."""
        found = Message.objects.select_related("author").filter(pk=message_id, author=self.user, **state).first()
        return found.without_marks() if found else None


class Administrator:
    """A person in the admin site: all rooms, with an owner's rights, without a membership."""

    def __init__(self, user: User) -> None:
        self.user = user

    def lock(self, room_id: int, rule: Rule | None = None) -> Grant:
        room = lock_room(Room.objects.all(), room_id)
        if room is None:
            raise Problem("not_found")
        return _checked(Grant(room, Role.OWNER), rule)

    def lock_seen(self, room_id: int) -> Room | None:
        return lock_room(Room.objects.all(), room_id)


# -- Rows for which the permission is no membership


def lock_public_room(room_id: int) -> Room:
    """Lock a public room, for a person who joins. Raises Problem `not_found`."""
    return _found(lock_room(Room.objects.filter(kind=Room.Kind.PUBLIC), room_id))


def lock_invited_room(invitation: RoomInvitation) -> Room:
    """Lock the room of an invitation, for a person who has its token. Raises Problem `invitation_invalid`."""
    room = lock_room(Room.objects.all(), invitation.room_id)
    if room is None:
        raise Problem("invitation_invalid")
    return room


def lock_room_left(by: User, room_id: int) -> tuple[Room, Membership]:
    """Lock a room and a membership, for a present or former member. Raises Problem `not_found`."""
    room = _found(lock_room(Room.objects.all(), room_id))
    theirs = room.memberships.select_for_update(of=("self",)).select_related("user").filter(user=by)
    return room, _found(theirs.first())


def room_made_before(call: IdempotencyKey) -> Room:
    """The room that an earlier request with this idempotency key made."""
    return Room.objects.get(pk=call.made)


def is_in_room(message_id: int, room_id: int) -> bool:
    """Whether the message is in the room. The caller has checked the permission for the room."""
    return Message.objects.filter(pk=message_id, room=room_id).exists()


def fresh(message_id: int) -> Message:
    """The present row of a message that was found before its room was locked: the lock's previous holder may have
    changed it."""
    return Message.objects.select_related("author").get(pk=message_id)


def _checked(grant: Grant, rule: Rule | None) -> Grant:
    if rule is not None:
        grant.check(rule)
    return grant


def _found(row: Row | None) -> Row:
    if row is None:
        raise Problem("not_found")
    return row
