"""Erasing a person from the log: what names them goes, that something was done stays, and the chain is whole."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.db.models.query import QuerySet

from core.audit.models import Act, Content
from core.audit.recording import NewAct, record_all

ERASED = "audit.erased"


@transaction.atomic
def erase(user: AbstractBaseUser, *, by: AbstractBaseUser | None) -> int:
    """Remove the content of every act by or on this person. How many had one.

    That it was removed is an act itself, without a word about the person; it tells `verify` that nobody else removed it. Erased
    twice, the second time changes nothing.
    """
    of_person = Q(on_kind=_kind(), on_id=str(user.pk))
    theirs: QuerySet[Act, Act] = QuerySet(Act).filter(Q(by_id=user.pk) | of_person).exclude(of_person, name=ERASED)
    erased, _ = QuerySet(Content).filter(act__in=theirs.values("pk")).delete()
    if erased:
        record_all([NewAct(ERASED, by=by, on=user, nameless=True)])
    return erased


def was_erased(act: Act) -> bool:
    """Whether a person whom this act names was erased since."""
    people = [] if act.by_id is None else [str(act.by_id)]
    if act.on_kind == _kind():
        people.append(act.on_id)
    since: QuerySet[Act, Act] = QuerySet(Act).filter(name=ERASED, on_kind=_kind(), on_id__in=people, pk__gt=act.pk)
    return bool(people) and since.exists()


def _kind() -> str:
    return get_user_model()._meta.label_lower
