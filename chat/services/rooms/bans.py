"""Keeping somebody out of a room, and letting them in again."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from chat.models import Ban, Room
from chat.services import rules
from chat.services.authority import Authority, Grant
from chat.services.rooms.membership_rows import current, expel
from core.problems import Problem


@transaction.atomic
def ban(*, by: Authority, room_id: int, user_id: int, reason: str = "") -> Ban:
    """Remove somebody, if they are in, and let them in by no way. Who is banned already stays so.

    Raises Problem `not_found`, `forbidden` or `last_owner`.
    """
    grant = by.lock(room_id, rules.BAN)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Problem("not_found")
    if user == by.user:
        raise Problem("forbidden", "Nobody bans themselves.")
    if known := grant.room.bans.filter(user=user).select_related("user", "banned_by").first():
        return known
    if membership := current(grant.room, user.pk):
        expel(grant, membership)
    return grant.room.bans.create(user=user, banned_by=by.user, reason=reason.strip())


@transaction.atomic
def lift(*, by: Authority, room_id: int, user_id: int) -> None:
    """They may come back; nobody brings them. The same where there is no ban. Raises Problem `not_found` or `forbidden`."""
    room = by.lock(room_id, rules.BAN).room
    room.bans.filter(user=user_id).delete()


def refuse(room: Room, user: User) -> None:
    """Who wants to come in. Raises Problem `banned`."""
    if room.bans.filter(user=user).exists():
        raise Problem("banned")


def refuse_to_add(grant: Grant, users: Iterable[User]) -> None:
    """Raises Problem `banned` for those who may lift it, and else `forbidden`: who is banned is for them to know."""
    banned = sorted(grant.room.bans.filter(user__in=users).values_list("user", flat=True))
    if not banned:
        return
    if grant.role in rules.BAN.roles:
        raise Problem("banned", "Banned from this room: lift the ban first.", users=banned)
    raise Problem("forbidden", "Not to be added by a member.", users=banned)
