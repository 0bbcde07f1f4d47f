"""Who owns rooms alone."""

from django.db.models import Exists, OuterRef

from accounts.models import User
from chat.models import Membership, Room
from chat.models.room import Rooms


def rooms_owned_alone(person: User) -> Rooms:
    """The rooms of which a person is the only active owner, the oldest first."""
    owners = Membership.objects.current().filter(room=OuterRef("pk"), role=Membership.Role.OWNER)
    others = owners.filter(user__is_active=True).exclude(user=person)
    # By an index: the rooms of a person are few, and those of the site are many.
    mine = Membership.objects.current().filter(user=person, role=Membership.Role.OWNER)
    return Room.objects.filter(pk__in=mine.values("room")).exclude(Exists(others)).order_by("pk")
