"""Mute many at once, and lift mutes, with a few statements for all. For administrators; each function has the effect of the
service for one, and changes all or none."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import User
from chat.models import Membership
from chat.models.guards import RESTRICTED
from chat.services import guards, rules
from chat.services.authority import Administrator
from chat.services.authority_of_many import lock_memberships, lock_rooms
from moderation.models import Mute
from moderation.models.mute import Mutes
from moderation.services.mutes import LIFT_PERMISSION, PERMISSION, begin, end, expect_other, expect_staff


@transaction.atomic
def mute_people(*, by: Administrator, people: Iterable[User], seconds: int | None, reason: str = "") -> Sequence[User]:
    """On the whole site. Raises Problem as `mutes.mute` does."""
    expect_staff(by, PERMISSION)
    found = _locked(person.pk for person in people)
    for person in found:
        expect_other(by, person)
    known = {
        mute.user_id: mute for mute in Mute.objects.filter(room=None, user__in=found).select_related("user", "room")
    }
    begin([known.get(person.pk) or Mute(user=person) for person in found], by.user, seconds, reason)
    return found


@transaction.atomic
def mute_members(
    *, by: Administrator, memberships: Iterable[Membership], seconds: int | None, reason: str = ""
) -> Sequence[Membership]:
    """In their rooms. Raises Problem as `mutes.mute` does."""
    rows = list(memberships)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.REMOVE_MEMBER)
    found = lock_memberships(grants, rows)
    for row in found:
        expect_other(by, row.user)
    known = {(mute.room_id, mute.user_id): mute for mute in _of(found).select_related("user", "room")}
    mutes = [
        known.get((row.room_id, row.user_id)) or Mute(room=grants[row.room_id].room, user=row.user) for row in found
    ]
    begin(mutes, by.user, seconds, reason)
    guards.guard_members(found, RESTRICTED, True)
    return found


@transaction.atomic
def lift(*, by: Administrator, mutes: Iterable[Mute]) -> None:
    """Lift these mutes, wherever they hold. Raises Problem as `mutes.lift` does."""
    rows = list(mutes)
    rooms = {row.room_id for row in rows if row.room_id is not None}
    grants = lock_rooms(by, rooms, rules.REMOVE_MEMBER)
    if len(rooms) < len(rows):
        expect_staff(by, LIFT_PERMISSION)
    here = Membership.objects.filter(room__in=rooms, user__in=[row.user_id for row in rows if row.room_id is not None])
    muted = {(row.room_id, row.user_id) for row in rows}
    members = [row for row in lock_memberships(grants, here) if (row.room_id, row.user_id) in muted]
    people = _locked(row.user_id for row in rows if row.room_id is None)
    for person in (*people, *(row.user for row in members)):
        expect_other(by, person)
    # Read again under the locks.
    again = Mute.objects.filter(pk__in=[row.pk for row in rows]).select_related("user", "room").order_by("pk")
    end(again, by.user, members)


def _locked(user_ids: Iterable[int]) -> list[User]:
    return list(User.objects.filter(pk__in=set(user_ids)).select_for_update(no_key=True).order_by("pk"))


def _of(memberships: Sequence[Membership]) -> Mutes:
    rooms, users = {row.room_id for row in memberships}, {row.user_id for row in memberships}
    return Mute.objects.filter(room__in=rooms, user__in=users)
