"""Memberships: join, add, stay, leave, remove, change the role."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Departure, Membership, Room
from chat.services import adding, bans, own_state, rules
from chat.services.authority import Authority
from chat.services.capacity import expect_space
from chat.services.membership_rows import current, end, enter, expel, keep_an_owner, stamp
from config.errors import Problem

Role = Membership.Role


@transaction.atomic
def join(*, user: User, room_id: int) -> None:
    """Enter a public room. Joining twice changes nothing.

    Raises Problem `not_found`, `room_archived`, `banned` or `too_many_rooms`.
    """
    room = Room.objects.locked().filter(pk=room_id, kind=Room.Kind.PUBLIC).first()
    if room is None:
        raise Problem("not_found")
    rules.refuse_archived(room)
    if current(room, user.pk):
        return
    bans.refuse(room, user)
    expect_space([user], by=user)
    # Whoever comes into a room that everybody has left looks after it: nobody else could.
    enter(room, [user], owner=None if room.member_count else user)


def add(*, by: Authority, room_id: int, user_ids: Iterable[int]) -> list[Membership]:
    """Bring people in, all of them or nobody; those who are in already stay as they are, and cost nothing.

    Raises Problem `not_found`, `forbidden`, `invalid`, `room_archived`, `banned`, `left_recently`, `too_many_rooms` or `rate_limited`.
    """
    ids = set(user_ids)
    # Counted while no lock is held, since the count may be on another machine; and only for whom it is allowed, since it tells who
    # is in the room already.
    adding.count_added(by.user, adding.newcomers(by, room_id, ids))
    with transaction.atomic():
        grant, users = adding.admitted(by, room_id, ids)
        return enter(grant.room, users, added_by=by.user)


@transaction.atomic
def stay(*, user: User, room_id: int) -> None:
    """Whoever was added to a room is content with it. Twice changes nothing. Raises Problem `not_found`."""
    # Locked, so that of two devices at once each tells the others what is stored in the end.
    mine = Membership.objects.current().select_for_update().filter(user=user, room_id=room_id).first()
    if mine is None:
        raise Problem("not_found")
    if not mine.accepted:
        mine.accepted = True
        mine.preferences_rev = own_state.next_rev(user.pk)
        mine.save(update_fields=["accepted", "preferences_rev"])
        events.mine_changed(mine)


@transaction.atomic
def leave(*, user: User, room_id: int) -> None:
    """Raises Problem `not_found`, `forbidden` for a direct room, or `last_owner` where people would be left without one."""
    room = Room.objects.locked().filter(pk=room_id).first()
    membership = current(room, user.pk) if room else None
    if room is None or membership is None:
        raise Problem("not_found")
    rules.check(rules.LEAVE, room, membership.role)
    if room.member_count > 1:
        keep_an_owner(room, membership)
    _note_departure(membership)
    end(room, membership)


def _note_departure(membership: Membership) -> None:
    """Whoever added them does not add them back soon."""
    theirs = Departure.objects.filter(room=membership.room_id, user=membership.user_id)
    theirs.forgotten().delete()
    if membership.added_by_id is not None:
        theirs.filter(added_by=membership.added_by_id).delete()
        Departure.objects.create(
            room=membership.room, user=membership.user, added_by_id=membership.added_by_id, at=timezone.now()
        )


@transaction.atomic
def change_role(*, by: Authority, room_id: int, user_id: int, role: str) -> Membership:
    """Raises Problem `not_found`, `forbidden`, `room_archived` or `last_owner`."""
    room = by.lock(room_id, rules.CHANGE_ROLE).room
    membership = _existing(room, user_id)
    if membership.role == role:
        return membership
    if role != Role.OWNER:
        keep_an_owner(room, membership)
    membership.role = role
    stamp(room, membership)
    return membership


@transaction.atomic
def remove(*, by: Authority, room_id: int, user_id: int) -> None:
    """Owners remove anybody, moderators members. Raises Problem `not_found`, `forbidden` or `last_owner`."""
    grant = by.lock(room_id, rules.REMOVE_MEMBER)
    expel(grant, _existing(grant.room, user_id))


def _existing(room: Room, user_id: int) -> Membership:
    membership = current(room, user_id)
    if membership is None:
        raise Problem("not_found")
    return membership
