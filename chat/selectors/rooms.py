"""Rooms, who is in them, and what they have there."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from chat.models import Ban, KeptDraft, Membership, Room, RoomInvitation
from core.problems import Problem


def membership_of(user: User, room_id: int) -> Membership:
    """My membership with its room. Raises Problem `not_found`, also for a room of others."""
    membership = Membership.objects.current().filter(user=user, room_id=room_id).select_related("room").first()
    if membership is None:
        raise Problem("not_found")
    return membership


def memberships_ended_within(room_ids: Collection[int], age: timedelta) -> list[tuple[int, int, int]]:
    """Of these rooms, no longer ago than that: the room, who is not in it any more, and the rev of their end."""
    ended = Membership.objects.filter(left_at__gte=Now() - age).values_list("room_id", "user_id", "rev")
    return [one for one in ended if one[0] in room_ids]


def rooms_to_join(user: User, *, query: str = "") -> QuerySet[Room]:
    rooms = Room.objects.open_to(user)
    return rooms.filter(Q(name__icontains=query) | Q(topic__icontains=query)) if query else rooms


def members_of(room: Room) -> QuerySet[Membership]:
    return Membership.objects.current().filter(room=room).select_related("user")


def invitations_to(user: User, room_id: int) -> QuerySet[RoomInvitation]:
    """The open ones, newest first. Raises Problem `not_found`, or `forbidden` for those who do not look after the room."""
    mine = membership_of(user, room_id)
    if not mine.moderates:
        raise Problem("forbidden")
    return mine.room.invitations.open().select_related("made_by").order_by("-pk")


def bans_of(user: User, room_id: int) -> QuerySet[Ban]:
    """Raises Problem as `invitations_to` does."""
    mine = membership_of(user, room_id)
    if not mine.moderates:
        raise Problem("forbidden")
    return mine.room.bans.select_related("user", "banned_by")


def drafts_of(user: User) -> QuerySet[KeptDraft]:
    """Of the rooms they are in, newest first."""
    mine = Room.objects.for_member(user).values("pk")
    return KeptDraft.objects.filter(user=user, room__in=mine).exclude(text="").order_by("-at")
