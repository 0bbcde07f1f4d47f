"""Members of a room: found by name, sorted. chat/services/authority.py has found the room.

A page sorts all members of the room, since a name is in no index of the room: 10 ms with 2,000 members. In a room of
more than MOST_SORTED members they come as they joined, which an index serves.
"""

from collections.abc import Collection

from django.core.cache import caches
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from accounts.models import User
from chat.models import Membership, Room
from chat.selectors import presence
from core.rest.pagination import BY_JOINING, BY_NAME, BY_RANK, Order

MEMBER_ORDERS = {"joined": BY_JOINING, "name": BY_NAME, "role": BY_RANK, "online": BY_RANK}
ROLES = (Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER)
MOST_SORTED = 5_000
PRESENCES_KEPT_SECONDS = 5


def members_of(room: Room) -> QuerySet[Membership]:
    return Membership.objects.current().filter(room=room).select_related("user")


def members_among(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of these people who are members of the room now."""
    current = Membership.objects.current().filter(room=room_id, user__in=user_ids)
    return set(current.values_list("user_id", flat=True))


def members_named(room: Room, query: str) -> QuerySet[Membership]:
    """Members whom a search for people finds; all members for an empty query."""
    members = members_of(room)
    return members.filter(user__in=User.objects.named(query).values("pk")) if query else members


def sortable(members: QuerySet[Membership], sort: str, room: Room) -> tuple[QuerySet[Membership], Order]:
    """The members with the fields of one of MEMBER_ORDERS, and that order."""
    if room.member_count > MOST_SORTED:
        sort = "joined"
    if sort != "joined":
        shown = NullIf("user__display_name", Value(""), output_field=TextField())
        members = members.annotate(name_key=Lower(Coalesce(shown, F("user__username"), output_field=TextField())))
    if sort == "role":
        members = members.annotate(rank=Case(*(When(role=role, then=rank) for rank, role in enumerate(ROLES))))
    if sort == "online":
        members = members.annotate(rank=Case(When(user__in=_present_in(room), then=0), default=1))
    return members, MEMBER_ORDERS[sort]


def _present_in(room: Room) -> list[int]:
    """Kept in this worker, so that the pages of one list agree and cost one look."""
    present = caches["local"].get_or_set(f"present:{room.pk}", lambda: _look(room), PRESENCES_KEPT_SECONDS)
    return present or []


def _look(room: Room) -> list[int]:
    ids = Membership.objects.current().filter(room=room).values_list("user", flat=True)
    return sorted(presence.present_among(list(ids[:MOST_SORTED])))
