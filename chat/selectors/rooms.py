"""Rooms and who is in them."""

from django.db.models import Q, QuerySet

from accounts.models import User
from chat.models import Membership, Room
from config.errors import Problem


def membership_of(user: User, room_id: int) -> Membership:
    """My membership with its room. Raises Problem `not_found`, also for a room of others."""
    membership = Membership.objects.current().filter(user=user, room_id=room_id).select_related("room").first()
    if membership is None:
        raise Problem("not_found")
    return membership


def rooms_to_join(user: User, *, query: str = "") -> QuerySet[Room]:
    rooms = Room.objects.open_to(user)
    return rooms.filter(Q(name__icontains=query) | Q(topic__icontains=query)) if query else rooms


def members_of(room: Room) -> QuerySet[Membership]:
    return Membership.objects.current().filter(room=room).select_related("user")
