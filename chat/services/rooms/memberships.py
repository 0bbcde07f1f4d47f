"""Memberships: join, add, stay, leave, remove, change the role."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from chat import events, selectors
from chat.models import Departure, Membership
from chat.services import rules
from chat.services.authority import Authority, Member, lock_room_left
from chat.services.personal import own_revs
from chat.services.rooms import adding, invitations_made
from chat.services.rooms.membership_rows import (
    current,
    end,
    enter,
    expel,
    keep_an_owner,
    locked,
    stamp,
    tell_end_again,
)
from core.audit.recording import NewAct, record, record_all
from core.problems import Problem

Role = Membership.Role


def add(*, by: Authority, room_id: int, user_ids: Iterable[int], once: Once | None = None) -> list[Membership]:
    """Add all of these people or none. Members stay as they are and count against no limit.

    Raises Problem `not_found`, `forbidden`, `invalid`, `room_archived`, `banned`, `left_recently`, `too_many_rooms` or
    `rate_limited`.
    """
    ids = set(user_ids)
    if idempotency.known(once):
        return _still_in(by, room_id, ids)
    # Counted without a lock, because the counter may be on another machine. Counted after the permission check, because
    # the count depends on who is a member.
    adding.count_added(by.user, adding.newcomers(by, room_id, ids))
    with transaction.atomic():
        call = idempotency.claim(once) if once else None
        if call and call.made:
            return _still_in(by, room_id, ids)
        grant, users = adding.admitted(by, room_id, ids)
        new = adding.new_to(grant.room, users)
        if call:
            idempotency.note(call, room_id)
        entered = enter(grant.room, users, added_by=by.user)
        record_all(NewAct("chat.member_added", by.user, on=user, room=grant.room) for user in new if user != by.user)
        return entered


def _still_in(by: Authority, room_id: int, ids: set[int]) -> list[Membership]:
    """The people of an earlier request with this key who are still members. Raises Problem `not_found`."""
    room = Member(by.user).membership(room_id).room
    return list(selectors.members_of(room).filter(user__in=ids).order_by("user"))


@transaction.atomic
def stay(*, by: User, room_id: int) -> None:
    """Accept having been added. A second call changes nothing. Raises Problem `not_found`."""
    # Locked, so that each of two devices publishes the state that is stored in the end.
    mine = Member(by).lock_membership(room_id)
    if not mine.accepted:
        mine.accepted = True
        mine.preferences_rev = own_revs.next_rev(by.pk)
        mine.save(update_fields=["accepted", "preferences_rev"])
        events.mine_changed(mine)


@transaction.atomic
def leave(*, by: User, room_id: int) -> None:
    """End one's own membership. A second call changes nothing.

    Raises Problem `not_found`, `forbidden` for a direct room, or `last_owner` when other members would be left without
    an owner.
    """
    room, membership = lock_room_left(by, room_id)
    if not membership.is_current:
        tell_end_again(room, by.pk)
        return
    rules.check(rules.LEAVE, room, membership.role)
    if room.member_count > 1:
        keep_an_owner(room, membership)
    _note_departure(membership)
    end(room, membership)


def _note_departure(membership: Membership) -> None:
    """Remember the leaving, so that the person who added them cannot add them back soon."""
    theirs = Departure.objects.filter(room=membership.room_id, user=membership.user_id)
    theirs.forgotten().delete()
    if membership.added_by_id is not None:
        theirs.filter(added_by=membership.added_by_id).delete()
        Departure.objects.create(
            room=membership.room, user=membership.user, added_by_id=membership.added_by_id, at=timezone.now()
        )


@transaction.atomic
def change_role(*, by: Authority, room_id: int, user_id: int, role: str) -> Membership:
    """Change a member's role. Raises Problem `not_found`, `forbidden`, `room_archived` or `last_owner`."""
    grant = by.lock(room_id)
    room, membership = grant.room, current(grant.room, user_id)
    # An owner who steps down loses this right, and may repeat the request.
    if membership and membership.user == by.user and membership.role == role:
        return membership
    grant.check(rules.CHANGE_ROLE)
    if membership is None:
        raise Problem("not_found")
    if membership.role == role:
        return membership
    if role != Role.OWNER:
        keep_an_owner(room, membership)
    details = {"from": membership.role, "to": role}
    membership.role = role
    stamp(room, membership)
    record("chat.role_changed", by=by.user, on=membership.user, room=room, details=details)
    return membership


@transaction.atomic
def remove(*, by: Authority, room_id: int, user_id: int) -> None:
    """Remove a member. Owners remove anybody, moderators remove members; for a former member nothing changes. Raises
    Problem `not_found`, `forbidden` or `last_owner`."""
    if user_id == by.user.pk and Member(by.user).has_left(room_id):
        # They removed themselves before, and have had no rights here since.
        leave(by=by.user, room_id=room_id)
        return
    grant = by.lock(room_id, rules.REMOVE_MEMBER)
    membership = locked(grant.room).filter(user_id=user_id).first()  # includes an ended membership
    if membership is None:
        raise Problem("not_found")
    if membership.is_current:
        expel(grant, membership)
        invitations_made.end(by=by.user, of=[(grant.room, membership.user)])
        record("chat.member_removed", by=by.user, on=membership.user, room=grant.room)
    else:
        tell_end_again(grant.room, user_id)
