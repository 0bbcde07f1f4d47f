"""Ban a person from a room, and lift the ban."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from chat.models import Ban, Room
from chat.services import rules
from chat.services.authority import Authority, Grant
from chat.services.rooms import invitations_made
from chat.services.rooms.membership_rows import current, expel, tell_end_again
from core.audit.recording import record
from core.problems import Problem


@transaction.atomic
def ban(*, by: Authority, room_id: int, user_id: int, reason: str = "") -> Ban:
    """Ban a person, and remove them when they are a member. A banned person stays banned.

    Raises Problem `not_found`, `forbidden` or `last_owner`.
    """
    grant = by.lock(room_id, rules.BAN)
    # A closed account is shown to those alone who met it here.
    was_here = Exists(grant.room.memberships.filter(user=OuterRef("pk")))
    was_banned = Exists(grant.room.bans.filter(user=OuterRef("pk")))
    user = User.objects.filter(Q(is_active=True) | was_here | was_banned, pk=user_id).first()
    if user is None:
        raise Problem("not_found")
    if user == by.user:
        raise Problem("forbidden", "Nobody bans themselves.")
    if known := grant.room.bans.filter(user=user).select_related("user", "banned_by").first():
        tell_end_again(grant.room, user.pk)
        return known
    if membership := current(grant.room, user.pk):
        expel(grant, membership)
    else:
        tell_end_again(grant.room, user.pk)
    invitations_made.end(by=by.user, of=[(grant.room, user)])
    made = grant.room.bans.create(user=user, banned_by=by.user, reason=reason.strip())
    record("chat.banned", by=by.user, on=user, room=grant.room, reason=made.reason)
    return made


@transaction.atomic
def lift(*, by: Authority, room_id: int, user_id: int) -> None:
    """Lift a ban. The person may come back and is not added. Without a ban nothing changes. Raises Problem
    `not_found` or `forbidden`."""
    room = by.lock(room_id, rules.BAN).room
    ban = room.bans.select_related("user").filter(user=user_id).first()
    if ban:
        ban.delete()
        record("chat.ban_lifted", by=by.user, on=ban.user, room=room)


def refuse(room: Room, user: User) -> None:
    """Check a person who wants to enter. Raises Problem `banned`."""
    if room.bans.filter(user=user).exists():
        raise Problem("banned")


def banned_among(room: Room, users: Iterable[User]) -> set[int]:
    return set(room.bans.filter(user__in=users).values_list("user", flat=True))


def refuse_to_add(grant: Grant, users: Iterable[User]) -> None:
    """Raises Problem `banned` when the person who acts may lift the ban, and `forbidden` otherwise: only they may
    know who is banned."""
    banned = sorted(banned_among(grant.room, users))
    if not banned:
        return
    if grant.role in rules.BAN.roles:
        raise Problem("banned", "Banned from this room: lift the ban first.", users=banned)
    raise Problem("forbidden", "Not to be added by a member.", users=banned)
