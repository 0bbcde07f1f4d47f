"""Hide people for oneself, and show them again."""

from django.db import transaction

from accounts.models import User
from chat import events, signals
from chat.services.authority import Member
from chat.services.personal import own_revs
from core.problems import Problem
from moderation import own_changes
from moderation.models import Hidden

MOST_HIDDEN = 500
# Rows of people who are shown again stay as long as there are no more than this.
MOST_KEPT = 2 * MOST_HIDDEN


@transaction.atomic
def hide(*, by: User, user_id: int) -> None:
    """Hide somebody from one of the person's rooms. A second call changes nothing.

    Raises Problem `not_found`, `forbidden` or `too_many_hidden`.
    """
    if user_id == by.pk:
        raise Problem("forbidden", "Nobody hides themselves.")
    _lock(by)
    row = Hidden.objects.filter(user=by, person=user_id).first()
    if row and row.hidden:
        return
    person = Member(by).person(user_id)
    if Hidden.objects.filter(user=by, hidden=True).count() >= MOST_HIDDEN:
        raise Problem("too_many_hidden")
    _forget_oldest(by)
    _store(row or Hidden(user=by, person=person), hidden=True)


@transaction.atomic
def show(*, by: User, user_id: int) -> None:
    """Show somebody again. Who is not hidden stays as they are."""
    _lock(by)
    if row := Hidden.objects.filter(user=by, person=user_id, hidden=True).first():
        _store(row, hidden=False)


def _lock(by: User) -> None:
    """Let the person's devices wait for each other."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _store(row: Hidden, *, hidden: bool) -> None:
    row.hidden, row.own_rev = hidden, own_revs.next_rev(row.user_id)
    row.save()
    events.own_changed([(row.user_id, own_changes.hidden(row))])
    signals.hiding_changed.send(Hidden, user_id=row.user_id, person_id=row.person_id)


def _forget_oldest(by: User) -> None:
    if Hidden.objects.filter(user=by).count() >= MOST_KEPT:
        shown = Hidden.objects.filter(user=by, hidden=False).order_by("own_rev").values_list("pk", flat=True)
        Hidden.objects.filter(pk__in=list(shown[:MOST_HIDDEN])).delete()
