"""Invitations to the site, by a link."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from core.audit.recording import NewAct, record, record_all
from core.problems import Problem
from core.rate_limits.windows import count


def invite(
    *,
    by: User,
    note: str = "",
    expires_at: datetime | None = None,
    max_uses: int | None = None,
    once: Once | None = None,
) -> Invitation:
    """Make an invitation. Raises Problem `rate_limited` or `idempotency_conflict`."""
    if before := idempotency.known(once):
        return Invitation.objects.select_related("made_by").get(pk=before.made)
    count("invite", account=str(by.pk))
    return _invite(Invitation(made_by=by, note=note, expires_at=expires_at, max_uses=max_uses), once)


@transaction.atomic
def _invite(invitation: Invitation, once: Once | None) -> Invitation:
    call = idempotency.claim(once) if once else None
    if call and call.made:
        return Invitation.objects.select_related("made_by").get(pk=call.made)
    invitation.save(force_insert=True)
    record("accounts.invitation_made", by=invitation.made_by, on=invitation, details={"uses": invitation.max_uses})
    if call:
        idempotency.note(call, invitation.pk)
    return invitation


def look_up(code: str) -> Invitation:
    """The open invitation with this code. Raises Problem `invitation_invalid`."""
    invitation = Invitation.objects.open().select_related("made_by").filter(code=code).first()
    if invitation is None:
        raise Problem("invitation_invalid")
    return invitation


@transaction.atomic
def accept(*, code: str, guest: User) -> Invitation:
    """Count one use. Raises Problem `invitation_invalid`."""
    # Locked until the use is counted: the second of two who take the last use finds none.
    invitation = Invitation.objects.open().select_for_update(of=("self",)).filter(code=code).first()
    if invitation is None:
        raise Problem("invitation_invalid")
    invitation.uses += 1
    invitation.save(update_fields=["uses"])
    invitation.guests.add(guest)
    return invitation


def revoke(invitation: Invitation, *, by: User | None = None) -> None:
    """Close the link. People who came by it stay."""
    revoke_many([invitation], by=by)


@transaction.atomic
def revoke_many(invitations: Collection[Invitation], *, by: User | None = None) -> Sequence[Invitation]:
    """As `revoke`, with a few statements. Those that were not revoked before."""
    open_ones = Invitation.objects.filter(pk__in=[each.pk for each in invitations], revoked_at=None)
    revoked = list(open_ones.select_for_update(of=("self",)).select_related("made_by").order_by("pk"))
    Invitation.objects.filter(pk__in=[each.pk for each in revoked]).update(revoked_at=timezone.now())
    record_all(NewAct("accounts.invitation_revoked", by, on=each) for each in revoked)
    return revoked
