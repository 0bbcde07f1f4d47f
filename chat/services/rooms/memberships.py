"""Memberships: join, add, stay, leave, remove, change the role."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from chat import events, selectors
from chat.gates import archived
from chat.models import Departure, Membership
from chat.services import rules
from chat.services.authority import Authority, Member, lock_public_room, lock_room_left
from chat.services.personal import own_revs
from chat.services.rooms import adding, bans
from chat.services.rooms.capacity import expect_space
from chat.services.rooms.membership_rows import current, end, enter, expel, keep_an_owner, locked, stamp
from core.problems import Problem

Role = Membership.Role


@transaction.atomic
def join(*, by: User, room_id: int) -> None:
    """Enter a public room. A member of it has joined already.

    Raises Problem `not_found`, `room_archived`, `banned` or `too_many_rooms`.
    """
    if Member(by).membership_if_any(room_id):
        return
    room = lock_public_room(room_id)
    archived.refuse(room)
    if current(room, by.pk):
        return
    bans.refuse(room, by)
    expect_space([by], by=by)
    # The first person in a room that everybody has left becomes its owner: nobody else could look after it.
    enter(room, [by], owner=None if room.member_count else by)


def add(*, by: Authority, room_id: int, user_ids: Iterable[int], once: Once | None = None) -> list[Membership]:
    """Bring people in, all of them or nobody; those who are in already stay as they are, and cost nothing.

    Raises Problem `not_found`, `forbidden`, `invalid`, `room_archived`, `banned`, `left_recently`, `too_many_rooms` or `rate_limited`.
    """
    ids = set(user_ids)
    if idempotency.known(once):
        return _still_in(by, room_id, ids)
    # Counted while no lock is held, since the count may be on another machine; and only for whom it is allowed, since it tells who
    # is in the room already.
    adding.count_added(by.user, adding.newcomers(by, room_id, ids))
    with transaction.atomic():
        call = idempotency.claim(once) if once else None
        if call and call.made:
            return _still_in(by, room_id, ids)
        grant, users = adding.admitted(by, room_id, ids)
        if call:
            idempotency.note(call, room_id)
        return enter(grant.room, users, added_by=by.user)


def _still_in(by: Authority, room_id: int, ids: set[int]) -> list[Membership]:
    """Of people who were added before, those who have not left again. Raises Problem `not_found`."""
    room = Member(by.user).membership(room_id).room
    return list(selectors.members_of(room).filter(user__in=ids).order_by("user"))


@transaction.atomic
def stay(*, by: User, room_id: int) -> None:
    """A member who was added says that they stay. Twice changes nothing. Raises Problem `not_found`."""
    # Locked, so that of two devices at once each tells the others what is stored in the end.
    mine = Member(by).lock_membership(room_id)
    if not mine.accepted:
        mine.accepted = True
        mine.preferences_rev = own_revs.next_rev(by.pk)
        mine.save(update_fields=["accepted", "preferences_rev"])
        events.mine_changed(mine)


@transaction.atomic
def leave(*, by: User, room_id: int) -> None:
    """End one's own membership. Leaving twice changes nothing.

    Raises Problem `not_found`, `forbidden` for a direct room, or `last_owner` where people would be left without one.
    """
    room, membership = lock_room_left(by, room_id)
    if not membership.is_current:
        return
    rules.check(rules.LEAVE, room, membership.role)
    if room.member_count > 1:
        keep_an_owner(room, membership)
    _note_departure(membership)
    end(room, membership)


def _note_departure(membership: Membership) -> None:
    """Keep the person who added them from adding them back soon."""
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
    grant = by.lock(room_id)
    room, membership = grant.room, current(grant.room, user_id)
    # An owner who steps down has no right to it afterwards, and may have to ask twice.
    if membership and membership.user == by.user and membership.role == role:
        return membership
    grant.check(rules.CHANGE_ROLE)
    if membership is None:
        raise Problem("not_found")
    if membership.role == role:
        return membership
    if role != Role.OWNER:
        keep_an_owner(room, membership)
    membership.role = role
    stamp(room, membership)
    return membership


@transaction.atomic
def remove(*, by: Authority, room_id: int, user_id: int) -> None:
    """Owners remove anybody, moderators members; who is gone already stays so. Raises Problem `not_found`, `forbidden` or `last_owner`."""
    if user_id == by.user.pk and Member(by.user).has_left(room_id):
        return  # they removed themselves before, and have no right to anything here since
    grant = by.lock(room_id, rules.REMOVE_MEMBER)
    membership = locked(grant.room).filter(user_id=user_id).first()  # also one that has ended
    if membership is None:
        raise Problem("not_found")
    if membership.is_current:
        expel(grant, membership)
