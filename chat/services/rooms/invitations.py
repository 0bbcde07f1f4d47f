"""Invitations: links into a room."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import IdempotencyKey, User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from chat.gates import archived
from chat.models import Room, RoomInvitation
from chat.services import rules
from chat.services.authority import Administrator, Authority, Member, lock_invited_room
from chat.services.authority_of_many import lock_rooms
from chat.services.rooms import bans
from chat.services.rooms.capacity import expect_space
from chat.services.rooms.membership_rows import enter
from core.audit.recording import NewAct, record, record_all
from core.problems import Problem
from core.rate_limits.windows import count

MOST = 100  # open invitations of a room
ACCEPT, REVOKE = "accept a room invitation", "revoke a room invitation"


class Made(NamedTuple):
    invitation: RoomInvitation
    token: str  # stored nowhere


def invite(
    *, by: Authority, room_id: int, lifetime: timedelta | None, uses: int | None, once: Once | None = None
) -> Made:
    """Make an invitation. A `lifetime` of None never expires, and `uses` of None has no limit.

    Raises Problem `forbidden`, `room_archived`, `too_many_invitations`, `rate_limited`, `idempotency_conflict` or
    `not_found`. `not_found` is raised also when an earlier request with this key made an invitation that no longer
    exists.
    """
    if not idempotency.known(once):
        count("invite", account=str(by.user.pk))
    return _invite(by, room_id, lifetime, uses, once)


@transaction.atomic
def _invite(by: Authority, room_id: int, lifetime: timedelta | None, uses: int | None, once: Once | None) -> Made:
    call = idempotency.claim(once) if once else None
    if once and call and call.made:
        return _made_before(by.lock(room_id, rules.REVOKE_INVITATION).room, once, call)
    room = by.lock(room_id, rules.INVITE).room
    room.invitations.over().delete()
    if room.invitations.count() >= MOST:
        raise Problem("too_many_invitations")
    token = next(_tokens_of(once, call)) if once and call else secrets.token_urlsafe(16)
    invitation = room.invitations.create(
        made_by=by.user,
        digest=_digest(token),
        expires_at=None if lifetime is None else timezone.now() + lifetime,
        uses_left=uses,
    )
    record("chat.invitation_made", by=by.user, on=invitation, room=room, details={"uses": uses})
    if call:
        idempotency.note(call, invitation.pk)
    return Made(invitation, token)


def _made_before(room: Room, once: Once, call: IdempotencyKey) -> Made:
    """The invitation of an earlier request in its present state, with its token derived again. Raises Problem
    `not_found` when it no longer exists."""
    for token in _tokens_of(once, call):
        if invitation := room.invitations.filter(pk=call.made, digest=_digest(token)).first():
            return Made(invitation, token)
    raise Problem("not_found")


def _tokens_of(once: Once, call: IdempotencyKey) -> Iterator[str]:
    for secret in idempotency.derived(once, call, "room invitation"):
        yield urlsafe_b64encode(secret[:16]).decode().rstrip("=")


@transaction.atomic
def revoke(*, by: Authority, room_id: int, invitation_id: int) -> None:
    """Revoke a link. People who came by it stay. A second call changes nothing.

    Raises Problem `not_found` or `forbidden`.
    """
    room = by.lock(room_id, rules.REVOKE_INVITATION).room
    revocation = Once.of_anybody(REVOKE, f"{room_id} {invitation_id}", None)
    invitation = room.invitations.filter(pk=invitation_id).first()
    if invitation:
        record("chat.invitation_revoked", by=by.user, on=invitation, room=room)
        invitation.delete()
        idempotency.remember(revocation, invitation_id, by.user)
    elif not idempotency.known(revocation):
        raise Problem("not_found")


@transaction.atomic
def revoke_many(*, by: Administrator, invitations: Iterable[RoomInvitation]) -> None:
    """As `revoke`, for invitations of any rooms. Raises Problem `not_found` or `forbidden`."""
    rows = list(invitations)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.REVOKE_INVITATION)
    record_all(NewAct("chat.invitation_revoked", by.user, on=row, room=grants[row.room_id].room) for row in rows)
    RoomInvitation.objects.filter(pk__in=[row.pk for row in rows]).delete()


def look_up(token: str) -> RoomInvitation:
    """An open invitation with its room and who made it. Raises Problem `invitation_invalid` without a reason, so that a stranger
    learns nothing."""
    invitation = RoomInvitation.objects.open().filter(digest=_digest(token)).select_related("room", "made_by").first()
    if invitation is None:
        raise Problem("invitation_invalid")
    return invitation


def accept(*, by: User, token: str) -> Room:
    """Enter the room of an invitation. A member uses up nothing.

    A member is not refused when the invitation is over: they may have had its last use. Raises Problem
    `invitation_invalid`, `room_archived`, `banned` or `too_many_rooms`.
    """
    acceptance = Once.of(by, ACCEPT, token)
    if room := _mine_by(by, token, acceptance):
        return room
    try:
        return _enter_by(by, token, acceptance)
    except Problem:
        # When a client tries twice at once, the first try may have had the last use.
        if room := _mine_by(by, token, acceptance):
            return room
        raise


def _mine_by(by: User, token: str, acceptance: Once) -> Room | None:
    """The invitation's room when the person is a member of it; also for a deleted invitation by which they came."""
    invitation = RoomInvitation.objects.filter(digest=_digest(token)).first()
    came_by = None if invitation else idempotency.known(acceptance)
    room_id = invitation.room_id if invitation else came_by and came_by.made
    mine = Member(by).membership_if_any(room_id) if room_id else None
    return mine.room if mine else None


@transaction.atomic
def _enter_by(by: User, token: str, acceptance: Once) -> Room:
    room = lock_invited_room(look_up(token))
    # Looked up again under the room's lock: of two people who take the last use at once, the second finds none.
    invitation = look_up(token)
    if room.memberships.current().filter(user=by).exists():
        return room
    archived.refuse(room)
    bans.refuse(room, by)
    expect_space([by], by=by)
    if invitation.uses_left is not None:
        invitation.uses_left -= 1
        invitation.save(update_fields=["uses_left"])
    enter(room, [by])
    idempotency.remember(acceptance, room.pk)
    return room


def _digest(token: str) -> str:
    # The token is as random as a key, so a plain hash protects it in the database.
    return hashlib.sha256(token.encode()).hexdigest()
