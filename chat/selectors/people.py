"""The other people in a user's rooms. A direct room is named after them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.payloads import User as UserPayload
from chat.models import Membership, Room
from core.db.prepared import NUMBER, Prepared

Place = tuple[int, int]  # the ids of a viewer and of a room


def people_by_viewer(viewers: Collection[int]) -> dict[Place, list[UserPayload]]:
    """The other people in each direct room of these viewers. One query; none for no viewers."""
    return _grouped(_prepared(*viewers)) if viewers else {}


def people_of_direct_rooms(memberships: Collection[Membership]) -> dict[int, list[UserPayload]]:
    """The other people in the direct rooms among one person's memberships, by room id. The `room` of each membership
    must be loaded."""
    direct = [membership for membership in memberships if membership.room.is_direct]
    if not direct:
        return {}
    rows = _people([direct[0].user_id]).filter(room__in=[membership.room_id for membership in direct])
    return {room: people for (_, room), people in _grouped(rows).items()}


def people_of_direct_room(viewer: int, room: int) -> list[UserPayload]:
    """The other people in one direct room of this viewer."""
    return _grouped(_prepared_of_room(viewer, room)).get((viewer, room), [])


def people_by_id(ids: Iterable[int | None]) -> dict[int | None, UserPayload]:
    """People by id. One query; none for no ids. None among the ids is ignored."""
    wanted = {pk for pk in ids if pk is not None}
    found = User.objects.filter(pk__in=wanted).only(*UserPayload.COLUMNS) if wanted else ()
    return {user.pk: UserPayload.of(user) for user in found}


def people_in(rooms: Collection[int], *, among: Collection[int]) -> set[int]:
    """The ids of the people in `among` who are in at least one of the rooms."""
    there = Membership.objects.current().filter(user=OuterRef("pk"), room__in=rooms)
    return set(User.objects.filter(Exists(there), pk__in=among).values_list("pk", flat=True))


def _people(viewers: Iterable[int]) -> QuerySet[Membership, Any]:
    # Nobody leaves a direct room, so only the viewer is left out.
    theirs: Any = Membership.objects.current().filter(user__in=viewers, room__kind=Room.Kind.DIRECT)
    columns = (f"room__memberships__user__{name}" for name in UserPayload.COLUMNS)
    people: QuerySet[Membership, Any] = theirs.values_list("user_id", "room_id", *columns)
    return people.order_by("room_id", "room__memberships__user_id")


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[Place, list[UserPayload]]:
    people: dict[Place, list[UserPayload]] = {}
    known: dict[int, UserPayload] = {}
    for viewer, room, user, *columns in rows:
        if user == viewer:
            continue
        if user not in known:
            known[user] = UserPayload.of(User.from_db(DEFAULT_DB_ALIAS, UserPayload.COLUMNS, [user, *columns]))
        people.setdefault((viewer, room), []).append(known[user])
    return people


_prepared = Prepared(_people, NUMBER)
_prepared_of_room = Prepared(lambda place: _people(place[:1]).filter(room=place[1]), NUMBER)
