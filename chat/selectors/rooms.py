"""Rooms, their members, invitations, bans and drafts. chat/services/authority.py has found the rooms that are given."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from chat.models import Ban, Draft, Membership, Room, RoomInvitation
from chat.models.room import matching


def memberships_ended_within(room_ids: Collection[int], age: timedelta) -> list[tuple[int, int, int]]:
    """Memberships of these rooms that ended no longer than `age` ago: (room id, user id, rev of the end)."""
    ended = Membership.objects.filter(left_at__gte=Now() - age).values_list("room_id", "user_id", "rev")
    return [one for one in ended if one[0] in room_ids]


def rooms_to_join(by: User, *, query: str = "") -> QuerySet[Room]:
    """`active_at` of each is the time of the newest message, without one that of the room's beginning."""
    rooms = Room.objects.open_to(by).annotate(active_at=Coalesce("last_message_at", "created_at"))
    query = query.strip()
    return rooms.filter(matching(query)) if query else rooms


def rooms_of(by: User) -> QuerySet[Membership]:
    """The person's memberships with their rooms, archived rooms too: what a search reads of them."""
    mine = Membership.objects.current().filter(user=by).select_related("room")
    room = ("kind", "name", "created_at", "archived_at", "last_seq", "last_message_at")
    return mine.only("room_id", "user_id", "last_read_seq", *(f"room__{name}" for name in room))


def still_in(by: User, room_ids: Collection[int]) -> set[int]:
    """Those of these rooms that the person is in now. Whoever reads messages asks at the end, as Member.reading does."""
    mine = Membership.objects.current().filter(user=by, room__in=room_ids)
    return set(mine.values_list("room_id", flat=True)) if room_ids else set()


def invitations_to(room: Room) -> QuerySet[RoomInvitation]:
    """Open invitations to the room, newest first."""
    return room.invitations.open().select_related("made_by").order_by("-pk")


def bans_of(room: Room) -> QuerySet[Ban]:
    return room.bans.select_related("user", "banned_by")


def drafts_of(by: User) -> QuerySet[Draft]:
    """The user's drafts in rooms that they are in, newest first."""
    mine = Room.objects.for_member(by).values("pk")
    return Draft.objects.filter(user=by, room__in=mine).exclude(text="").order_by("-at")
