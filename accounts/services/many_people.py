"""Change many people at once, with a few statements for all. For administrators."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Session, User
from accounts.services import sessions
from accounts.services.people import expect_not_closed, sign_out_of_admin
from core.audit.recording import NewAct, record_all


@transaction.atomic
def set_active(*, by: User, people: Sequence[User], active: bool) -> Sequence[User]:
    """As `people.set_active`. The people who changed."""
    if active:
        expect_not_closed(people)
    ids = [person.pk for person in people]
    changed = list(User.objects.filter(pk__in=ids).exclude(is_active=active).select_for_update().order_by("pk"))
    User.objects.filter(pk__in=[person.pk for person in changed]).update(is_active=active)
    act = "accounts.activated" if active else "accounts.deactivated"
    record_all(NewAct(act, by, on=person) for person in changed)
    if not active:
        # Also of people who were inactive before: the answer to an earlier request may have been lost.
        sessions.revoke(_live(people), Session.End.DEACTIVATED)
    return changed


@transaction.atomic
def sign_out_everywhere(*, by: User, people: Sequence[User]) -> Sequence[User]:
    """As `people.sign_out_everywhere`."""
    sessions.revoke(_live(people), Session.End.BY_ADMINISTRATOR, by=by)
    sign_out_of_admin(person for person in people if person.is_staff)
    return people


def _live(people: Sequence[User]) -> list[Session]:
    return list(Session.objects.live().filter(user__in=people).select_related("user"))
