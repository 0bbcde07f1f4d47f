"""Hand over rooms that would be left without an owner, when somebody leaves the site."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from chat import events, signals
from chat.models import Ban, Membership, Room
from chat.services.authority import Administrator
from chat.services.held_rooms import lock_rooms
from chat.services.personal import drafts, own_revs
from chat.services.rooms.capacity import expect_space_for
from core.audit.recording import NewAct, record_all
from core.problems import Problem

Role = Membership.Role
ROWS_A_STATEMENT = 200
CHANGED = ("role", "rev", "joined_at", "left_at", "standing_rev", "added_by", "accepted")


class Change(NamedTuple):
    """A locked room, the membership of its former owner, and that of the new one, which may be a new row."""

    room: Room
    former: Membership
    new: Membership


@transaction.atomic
def hand_over(*, by: Administrator, owner: User, to: User) -> int:
    """Make `to` the owner of all rooms of which `owner` is the only active owner, and `owner` a member there. The number
    of rooms; a second call finds none. A few statements for any number of rooms, all or none of them.

    Raises Problem `invalid` for a person who cannot have rooms, `banned`, `too_many_rooms` or `unavailable`.
    """
    if to.pk == owner.pk or not User.objects.filter(pk=to.pk, is_active=True).exists():
        raise Problem("invalid", fields={"owner": ["does_not_exist"]})
    owned = _locked(owner)
    if not owned:
        return 0
    _refuse_banned([membership.room for membership in owned], to)
    known = {row.room_id: row for row in to.memberships.select_for_update(of=("self",)).filter(room__in=_rooms(owned))}
    entered = [row.room for row in owned if row.room_id not in known or not known[row.room_id].is_current]
    expect_space_for(to, len(entered))
    changes = [Change(row.room, row, known.get(row.room_id) or _outside(row.room, to)) for row in owned]
    _change(changes, {room.pk for room in entered}, by.user, to)
    record_all(
        NewAct("chat.room_handed_over", by.user, on=to, room=each.room, details={"former": owner.pk})
        for each in changes
    )
    return len(changes)


def _locked(owner: User) -> list[Membership]:
    """The memberships, with their rooms, by which a person is the only active owner. Rooms and memberships are locked,
    ascending by room."""
    owners = Membership.objects.current().filter(role=Role.OWNER, user__is_active=True).exclude(user=owner)
    alone = owner.memberships.filter(left_at=None, role=Role.OWNER).exclude(
        Exists(owners.filter(room=OuterRef("room")))
    )
    alone = alone.order_by("room")
    rooms = lock_rooms(Room.objects.all(), list(alone.values_list("room", flat=True)))
    # Read after the locks were taken: their previous holders may have changed it.
    found = list(alone.filter(room__in=rooms).select_for_update(of=("self",)))
    for membership in found:
        membership.room, membership.user = rooms[membership.room_id], owner
    return found


def _rooms(owned: Sequence[Membership]) -> list[int]:
    return [row.room_id for row in owned]


def _refuse_banned(rooms: Sequence[Room], to: User) -> None:
    """Raises Problem `banned`."""
    bans = set(Ban.objects.filter(user=to, room__in=rooms).values_list("room", flat=True))
    if banned := next((room for room in rooms if room.pk in bans), None):
        raise Problem("banned", "Banned from this room: lift the ban first.", about=banned)


def _outside(room: Room, to: User) -> Membership:
    return Membership(room=room, user=to, left_at=timezone.now(), last_read_seq=room.last_seq)


def _change(changes: Sequence[Change], entered: Collection[int], by: User, to: User) -> None:
    own = iter(own_revs.next_revs_of(to.pk, len(entered)) if entered else ())
    now = timezone.now()
    for room, former, new in changes:
        new.room, new.user = room, to
        new.role, new.rev = Role.OWNER, room.next_rev()
        if room.pk in entered:
            new.joined_at, new.left_at, new.standing_rev = now, None, next(own)
            # They need not say that they stay: without them the room would have no owner.
            new.added_by, new.accepted = (by if by != to else None), True
            room.member_count += 1
        former.role, former.rev = Role.MEMBER, room.next_rev()
    returned = [each.room.pk for each in changes if each.room.pk in entered and each.new.pk]
    _store(changes)
    for room, former, new in changes:
        signals.membership_changed.send(Membership, room=room, memberships=[new, former])
        if room.pk in entered:
            events.memberships_started([events.start_of(room, new)])
        else:
            events.member_changed(room, new)
        events.member_changed(room, former)
    for room_id in returned:
        drafts.tell_again(room_id, [to.pk])


def _store(changes: Sequence[Change]) -> None:
    Membership.objects.bulk_create([each.new for each in changes if each.new.pk is None], ROWS_A_STATEMENT)
    known = [each.new for each in changes] + [each.former for each in changes]
    Membership.objects.bulk_update(known, CHANGED, ROWS_A_STATEMENT)
    rooms = [each.room for each in changes]
    Room.objects.bulk_update(rooms, ["rev", "changed_at", "member_count"], ROWS_A_STATEMENT)
