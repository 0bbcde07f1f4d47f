"""Memberships: join, leave, add, remove, change the role."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Membership, Room
from chat.services.authority import MODERATORS, OWNERS, Authority, Grant
from config.errors import Problem

Role = Membership.Role


@transaction.atomic
def join(*, user: User, room_id: int) -> None:
    """Enter a public room. Joining twice changes nothing. Raises Problem `not_found` or `room_archived`."""
    room = Room.objects.locked().filter(pk=room_id, kind=Room.Kind.PUBLIC).first()
    if room is None:
        raise Problem("not_found")
    refuse_archived(room)
    # Whoever comes into a room that everybody has left looks after it: nobody else could.
    enter(room, [user], role=Role.MEMBER if room.member_count else Role.OWNER)


@transaction.atomic
def leave(*, user: User, room_id: int) -> None:
    """Raises Problem `not_found`, `forbidden` for a direct room, or `last_owner` where people would be left without one."""
    room = Room.objects.locked().filter(pk=room_id).first()
    membership = _current(room, user.pk) if room else None
    if room is None or membership is None:
        raise Problem("not_found")
    refuse_direct(room)
    if room.member_count > 1:
        _keep_an_owner(room, membership)
    _end(room, membership)


@transaction.atomic
def add(*, by: Authority, room_id: int, user_ids: Iterable[int]) -> list[Membership]:
    """Bring people in; those who are in already stay as they are. Raises Problem `not_found`, `forbidden`, `invalid` or `room_archived`."""
    grant = by.lock(room_id)
    refuse_direct(grant.room)
    if grant.room.kind == Room.Kind.PRIVATE:
        _require(grant, MODERATORS)
    refuse_archived(grant.room)
    return enter(grant.room, people(user_ids))


@transaction.atomic
def change_role(*, by: Authority, room_id: int, user_id: int, role: str) -> Membership:
    """Raises Problem `not_found`, `forbidden` or `last_owner`."""
    room = by.lock(room_id, roles=OWNERS).room
    refuse_direct(room)
    membership = _existing(room, user_id)
    if membership.role == role:
        return membership
    if role != Role.OWNER:
        _keep_an_owner(room, membership)
    membership.role = role
    _stamp(room, membership)
    return membership


@transaction.atomic
def remove(*, by: Authority, room_id: int, user_id: int) -> None:
    """Owners remove anybody, moderators members. Raises Problem `not_found`, `forbidden` or `last_owner`."""
    grant = by.lock(room_id, roles=MODERATORS)
    refuse_direct(grant.room)
    membership = _existing(grant.room, user_id)
    if membership.role != Role.MEMBER:
        _require(grant, OWNERS)
        _keep_an_owner(grant.room, membership)
    _end(grant.room, membership)


def people(user_ids: Iterable[int]) -> list[User]:
    """Active users by id. Raises Problem `invalid` when one of them does not exist."""
    wanted = set(user_ids)
    found = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))
    if len(found) != len(wanted):
        raise Problem("invalid", fields={"users": ["does_not_exist"]})
    return found


def enter(room: Room, users: Sequence[User], *, role: str = Role.MEMBER) -> list[Membership]:
    """Make users members of a locked room; a returning one keeps the read marker, not the role."""
    known = {
        membership.user_id: membership for membership in room.memberships.filter(user__in=users).select_related("user")
    }
    memberships = []
    for user in users:
        membership = known.get(user.pk) or Membership(
            room=room, user=user, left_at=timezone.now(), last_read_seq=room.last_seq
        )
        memberships.append(membership)
        if membership.is_current:
            continue
        membership.role, membership.joined_at, membership.left_at = role, timezone.now(), None
        room.member_count += 1
        _stamp(room, membership)
        events.membership_started(membership)
    return memberships


def _end(room: Room, membership: Membership) -> None:
    membership.left_at = timezone.now()
    room.member_count -= 1
    _stamp(room, membership)
    events.membership_ended(membership)


def _stamp(room: Room, membership: Membership) -> None:
    membership.rev = room.next_rev(timezone.now())
    membership.save()
    room.save(update_fields=["rev", "changed_at", "member_count"])
    events.member_changed(room, membership)


def _current(room: Room, user_id: int) -> Membership | None:
    return room.memberships.filter(user_id=user_id, left_at=None).select_related("user").first()


def _existing(room: Room, user_id: int) -> Membership:
    membership = _current(room, user_id)
    if membership is None:
        raise Problem("not_found")
    return membership


def _keep_an_owner(room: Room, leaving: Membership) -> None:
    others = room.memberships.filter(role=Role.OWNER, left_at=None).exclude(pk=leaving.pk)
    if leaving.is_owner and not others.exists():
        raise Problem("last_owner")


def _require(grant: Grant, roles: frozenset[Role]) -> None:
    if grant.role not in roles:
        raise Problem("forbidden")


def refuse_archived(room: Room) -> None:
    if room.is_archived:
        raise Problem("room_archived")


def refuse_direct(room: Room) -> None:
    if room.is_direct:
        raise Problem("forbidden", "A direct room stays as it is: nobody comes in, leaves or changes it.")
