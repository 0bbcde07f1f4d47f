"""Inviting people to a room by a link."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import Room, RoomInvitation
from chat.services import bans, rules
from chat.services.authority import Authority
from chat.services.capacity import expect_space
from chat.services.holding import lock_room
from chat.services.membership_rows import enter
from config.errors import Problem
from config.limits import count

MOST = 100  # open ones of a room


class Made(NamedTuple):
    invitation: RoomInvitation
    token: str  # kept nowhere


def invite(*, by: Authority, room_id: int, lifetime: timedelta | None, uses: int | None) -> Made:
    """None: for ever, for any number.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `too_many_invitations` or `rate_limited`.
    """
    count("invite", account=str(by.user.pk))
    return _invite(by, room_id, lifetime, uses)


@transaction.atomic
def _invite(by: Authority, room_id: int, lifetime: timedelta | None, uses: int | None) -> Made:
    room = by.lock(room_id, rules.INVITE).room
    room.invitations.over().delete()
    if room.invitations.count() >= MOST:
        raise Problem("too_many_invitations")
    token = secrets.token_urlsafe(16)
    invitation = room.invitations.create(
        made_by=by.user,
        digest=_digest(token),
        expires_at=None if lifetime is None else timezone.now() + lifetime,
        uses_left=uses,
    )
    return Made(invitation, token)


@transaction.atomic
def revoke(*, by: Authority, room_id: int, invitation_id: int) -> None:
    """The link brings nobody in any more; whoever came by it stays. Raises Problem `not_found` or `forbidden`."""
    room = by.lock(room_id, rules.REVOKE_INVITATION).room
    if not room.invitations.filter(pk=invitation_id).delete()[0]:
        raise Problem("not_found")


def look_up(token: str) -> RoomInvitation:
    """An invitation that is open, with its room. Raises Problem `invitation_invalid`: nobody is told what is wrong with it."""
    invitation = RoomInvitation.objects.open().filter(digest=_digest(token)).select_related("room").first()
    if invitation is None:
        raise Problem("invitation_invalid")
    return invitation


@transaction.atomic
def accept(*, user: User, token: str) -> Room:
    """Come in, unless one is in already: then it counts for somebody else.

    Raises Problem `invitation_invalid`, `room_archived`, `banned` or `too_many_rooms`.
    """
    room = lock_room(Room.objects.all(), look_up(token).room_id)
    if room is None:
        raise Problem("invitation_invalid")
    # Once more under the room's lock: of two who take the last place at once, the second finds none.
    invitation = look_up(token)
    if room.memberships.current().filter(user=user).exists():
        return room
    rules.refuse_archived(room)
    bans.refuse(room, user)
    expect_space([user], by=user)
    if invitation.uses_left is not None:
        invitation.uses_left -= 1
        invitation.save(update_fields=["uses_left"])
    enter(room, [user])
    return room


def _digest(token: str) -> str:
    # As random as a key, so that a plain hash keeps it from being read in the database.
    return hashlib.sha256(token.encode()).hexdigest()
