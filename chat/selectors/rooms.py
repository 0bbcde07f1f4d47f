"""Rooms, who is in them, and what they have there. A room that is given was found by chat/services/authority.py."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from chat.models import Ban, Draft, Membership, Room, RoomInvitation


def memberships_ended_within(room_ids: Collection[int], age: timedelta) -> list[tuple[int, int, int]]:
    """Of these rooms, no longer ago than that: the room, who is not in it any more, and the rev of their end."""
    ended = Membership.objects.filter(left_at__gte=Now() - age).values_list("room_id", "user_id", "rev")
    return [one for one in ended if one[0] in room_ids]


def rooms_to_join(by: User, *, query: str = "") -> QuerySet[Room]:
    rooms = Room.objects.open_to(by)
    return rooms.filter(Q(name__icontains=query) | Q(topic__icontains=query)) if query else rooms


def members_of(room: Room) -> QuerySet[Membership]:
    return Membership.objects.current().filter(room=room).select_related("user")


def invitations_to(room: Room) -> QuerySet[RoomInvitation]:
    """The open ones, newest first."""
    return room.invitations.open().select_related("made_by").order_by("-pk")


def bans_of(room: Room) -> QuerySet[Ban]:
    return room.bans.select_related("user", "banned_by")


def drafts_of(by: User) -> QuerySet[Draft]:
    """Of the rooms they are in, newest first."""
    mine = Room.objects.for_member(by).values("pk")
    return Draft.objects.filter(user=by, room__in=mine).exclude(text="").order_by("-at")
