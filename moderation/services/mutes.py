"""Mute somebody in a room or on the whole site, and lift it. docs/decisions/access/mutes.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from accounts.models import User
from chat.models import Membership
from chat.models.guards import RESTRICTED
from chat.services import guards, rules
from chat.services.authority import Administrator, Authority, Grant
from chat.services.rooms import membership_rows
from core.audit.recording import NewAct, record_all
from core.db.clock import database_now
from core.problems import Problem
from moderation.models import Mute
from moderation.services import mute_ends, mute_rows

PERMISSION = "moderation.add_mute"
LIFT_PERMISSION = "moderation.delete_mute"
LONGEST_SECONDS = 366 * 24 * 3600
# Who asks for the same again within this time repeats a request whose answer was lost; later they begin anew.
REPEATED_SECONDS = 60


@transaction.atomic
def mute(*, by: Authority, room_id: int | None, user_id: int, seconds: int | None, reason: str = "") -> Mute:
    """Mute a person for so many seconds, or with None until it is lifted. `room_id` None: on the whole site. A later call takes
    the place of an earlier one. Nothing that the person sends is stored after this has returned.

    In a room as removing: moderators mute members, owners anybody. On the site by staff with PERMISSION. Raises Problem
    `not_found`, `forbidden`, or `unavailable` where a room is held.
    """
    if room_id is None:
        user = _person(by, user_id, PERMISSION)
        muted = _known(None, user_id) or Mute(user=user)
        begin([muted], by.user, seconds, reason)
        return muted
    grant = by.lock(room_id, rules.REMOVE_MEMBER)
    membership = _member(grant, by, user_id)
    muted = _known(room_id, user_id) or Mute(room=grant.room, user=membership.user)
    begin([muted], by.user, seconds, reason)
    guards.guard_members([membership], RESTRICTED, True)
    return muted


@transaction.atomic
def lift(*, by: Authority, room_id: int | None, user_id: int) -> None:
    """Lift a mute, also one that somebody else made. Without one nothing changes. Raises Problem `not_found` or `forbidden`."""
    if room_id is None:
        _person(by, user_id, LIFT_PERMISSION)
        memberships = []
    else:
        memberships = [_member(by.lock(room_id, rules.REMOVE_MEMBER), by, user_id)]
    if muted := _known(room_id, user_id):
        end([muted], by.user, memberships)


def begin(mutes: Sequence[Mute], by: User, seconds: int | None, reason: str) -> None:
    """Store these, new ones or known ones that begin anew. Under the locks of `mute`; the caller guards members of rooms."""
    now, reason = database_now(), reason.strip()
    begun = [mute for mute in mutes if not (mute.pk and _is_repeated(mute, by, seconds, reason, now))]
    if not begun:
        return
    for mute in begun:
        mute.muted_by, mute.at, mute.seconds, mute.reason, mute.ended_at = by, now, seconds, reason, None
        mute.until = None if seconds is None else now + timedelta(seconds=seconds)
    mute_rows.store(begun)
    if everywhere := [mute.user_id for mute in begun if mute.room_id is None]:
        guards.guard_people(everywhere, RESTRICTED, True)
        transaction.on_commit(partial(guards.wait_for_writers, everywhere))
    if seconds is not None:
        mute_ends.watch(seconds)
    details = {"seconds": seconds}
    record_all(NewAct("moderation.muted", by, mute.user, mute.room, reason, details) for mute in begun)


def _is_repeated(mute: Mute, by: User, seconds: int | None, reason: str, now: datetime) -> bool:
    same = (mute.muted_by_id, mute.seconds, mute.reason) == (by.pk, seconds, reason)
    return same and mute.holds(now) and now - mute.at < timedelta(seconds=REPEATED_SECONDS)


def end(mutes: Iterable[Mute], by: User, memberships: Iterable[Membership]) -> None:
    """End those that have not. `memberships`: of those in rooms, locked."""
    standing = [mute for mute in mutes if mute.ended_at is None]
    if standing:
        mute_rows.end(standing, memberships)
        record_all(NewAct("moderation.mute_lifted", by, mute.user, mute.room) for mute in standing)


def _known(room_id: int | None, user_id: int) -> Mute | None:
    """The row of this room and person, which the lock of the room or of the person keeps as it is."""
    return Mute.objects.select_related("user", "muted_by", "room").filter(room=room_id, user=user_id).first()


def _member(grant: Grant, by: Authority, user_id: int) -> Membership:
    """The locked membership of somebody to be muted, also one that has ended: who comes back is muted still."""
    membership = membership_rows.locked(grant.room).filter(user=user_id).first()
    if membership is None:
        raise Problem("not_found")
    expect_other(by, membership.user)
    if membership.moderates:
        grant.check(rules.REMOVE_MODERATOR)
    return membership


def _person(by: Authority, user_id: int, permission: str) -> User:
    """Somebody to be muted on the whole site, locked."""
    expect_staff(by, permission)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise Problem("not_found")
    expect_other(by, user)
    return user


def expect_staff(by: Authority, permission: str) -> None:
    """Raises Problem `forbidden`."""
    if not isinstance(by, Administrator) or not by.user.has_perm(permission):
        raise Problem("forbidden", "Only the staff mutes on the whole site.")


def expect_other(by: Authority, user: User) -> None:
    """Raises Problem `forbidden`."""
    if user.pk == by.user.pk:
        raise Problem("forbidden", "Nobody mutes themselves.", about=user)
    if user.is_staff and not (isinstance(by, Administrator) and by.user.is_superuser):
        raise Problem("forbidden", "Only a superuser mutes people of the staff.", about=user)
