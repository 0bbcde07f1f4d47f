"""What a worker of the version before has left undone while the site was upgraded: it writes no search keys of rooms, and
lets newcomers into no default rooms."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from chat.models import Membership, Room
from chat.services.rooms import defaults
from core.jobs.declarations import Claim

BATCH = 1000
# Longer than an upgrade takes. Who registered earlier may have been in no room on purpose.
NEWCOMERS = timedelta(days=1)


def mend(claim: Claim) -> None:
    """Handler of a job; repeated, it changes nothing."""
    last = 0
    while rooms := list(Room.objects.filter(pk__gt=last).order_by("pk").only("name", "topic", "search_key")[:BATCH]):
        for room in rooms:
            _fold(room)
        last = rooms[-1].pk
    for newcomer in _outside().order_by("pk").iterator(BATCH):
        _let_in(newcomer)


def _fold(room: Room) -> None:
    before = room.search_key
    room.fold()
    if room.search_key != before:
        # Not where the name has changed since. Every room of this name and topic has the same key.
        alike = Room.objects.filter(name=room.name, topic=room.topic, search_key=before)
        alike.update(search_key=room.search_key)


def _outside() -> QuerySet[User]:
    """People who registered lately and have never been in any room."""
    ever = Membership.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(~Exists(ever), is_active=True, date_joined__gte=Now() - NEWCOMERS)


@transaction.atomic
def _let_in(newcomer: User) -> None:
    # Locked: two workers start at the same time.
    if _outside().select_for_update(no_key=True).filter(pk=newcomer.pk).first():
        defaults.enter_all(instance=newcomer, created=True)
