"""Which mutes stand."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from chat.models import Membership, Room
from core.db.clock import database_now
from moderation.models import Mute
from moderation.models.mute import Mutes

PEOPLE = ("user", "muted_by")


def of_room(room: Room) -> Mutes:
    return Mute.objects.standing(database_now()).filter(room=room).select_related(*PEOPLE)


def of_person(user: User) -> Mutes:
    """In the rooms that the person is in now, and on the whole site."""
    here = Membership.objects.current().filter(user=user, room=OuterRef("room"))
    mine = Mute.objects.standing(database_now()).filter(user=user)
    return mine.filter(Q(room=None) | Exists(here)).order_by("pk")
