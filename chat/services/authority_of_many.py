"""Lookups of many rows at once, most of them for administrators. authority.py looks up one row at a time.

An administrator's rows come from a list of the admin site and are read again under the locks of their rooms. Rooms are locked in the
order of their ids, so that two such transactions do not deadlock.
"""

from collections.abc import Collection, Container, Iterable, Mapping

from django.db import OperationalError

from accounts.models import User
from chat.models import Ban, Epoch, Membership, Message, Room
from chat.models.room import Rooms
from chat.services import rules
from chat.services.authority import Administrator, Grant
from chat.services.held_rooms import busy, is_held, lock_room
from chat.services.rules import Rule
from core.db.postgresql.errors import is_lock_timeout
from core.problems import Problem


def lock_rooms(by: Administrator, room_ids: Collection[int], rule: Rule | None = None) -> dict[int, Grant]:
    """Lock these rooms until the transaction ends. Raises Problem `not_found` for a room that is gone, `unavailable`,
    and the Problems of `rule`."""
    wanted = sorted(set(room_ids))
    if any(map(is_held, wanted)):
        # One of them was locked for long: this looks at each without waiting.
        return {room_id: by.lock(room_id, rule) for room_id in wanted}
    try:
        rooms = list(Room.objects.filter(pk__in=wanted).order_by("pk").locked())
    except OperationalError as error:
        if is_lock_timeout(error):
            raise busy() from error
        raise
    for room in rooms:
        _check(rule, room)
    return {room.pk: Grant(room, Membership.Role.OWNER) for room in rooms}


def _check(rule: Rule | None, room: Room) -> None:
    try:
        if rule is not None:
            rules.check(rule, room, Membership.Role.OWNER)
    except Problem as problem:
        problem.about = room
        raise


def lock_memberships(grants: Mapping[int, Grant], rows: Iterable[Membership]) -> list[Membership]:
    """The present state of these memberships in locked rooms, with their users and rooms, by room and user."""
    ids = [row.pk for row in rows]
    present = Membership.objects.select_for_update(of=("self",)).select_related("user").filter(pk__in=ids)
    found = [row for row in present.order_by("room_id", "user_id") if row.room_id in grants]
    for row in found:
        row.room = grants[row.room_id].room
    return found


def memberships_at(places: Collection[tuple[int, int]]) -> list[Membership]:
    """The memberships, former ones too, of people in locked rooms, each named by the ids of room and user."""
    rooms, users = {room for room, _ in places}, {user for _, user in places}
    rows = Membership.objects.filter(room__in=rooms, user__in=users).order_by("room_id", "user_id")
    return [row for row in rows if (row.room_id, row.user_id) in places]


def rooms_of_people(user_ids: Collection[int]) -> Rooms:
    """Rooms that these people are in or were in."""
    return Room.objects.filter(pk__in=Membership.objects.filter(user__in=user_ids).values("room"))


def rooms_with_owners_beside(leaving: Collection[Membership]) -> set[int]:
    """Rooms of these memberships that keep an active owner when all of them end."""
    owned = {row.room_id for row in leaving if row.is_owner}
    if not owned:
        return set()
    owners = Membership.objects.current().filter(room_id__in=owned, role=Membership.Role.OWNER, user__is_active=True)
    return set(owners.exclude(pk__in=[row.pk for row in leaving]).values_list("room_id", flat=True))


def banned(memberships: Iterable[Membership]) -> set[tuple[int, int]]:
    """Pairs of room and user that are banned already."""
    rooms = {row.room_id for row in memberships}
    users = {row.user_id for row in memberships}
    return set(Ban.objects.filter(room__in=rooms, user__in=users).values_list("room_id", "user_id"))


def present_bans(grants: Mapping[int, Grant], rows: Iterable[Ban]) -> list[Ban]:
    """Those of these bans that are still there, in locked rooms, with their users."""
    found = Ban.objects.filter(pk__in=[row.pk for row in rows]).select_related("user")
    return [row for row in found.order_by("room_id", "pk") if row.room_id in grants]


def fresh_messages(rooms: Container[int], ids: Collection[int]) -> list[Message]:
    """The present state of these messages in these locked rooms, with their authors, by room and seq."""
    found = Message.objects.filter(pk__in=ids).select_related("author")
    return [row for row in found.order_by("room_id", "seq") if row.room_id in rooms]


def lock_default_rooms(newcomer: User) -> list[Room]:
    """Lock the default rooms, ascending by id as everywhere, for a person who has just joined the site. Raises Problem
    `unavailable`."""
    ids = list(Room.objects.open_to(newcomer).filter(is_default=True).order_by("pk").values_list("pk", flat=True))
    # Looked up again with the lock: its previous holder may have archived the room.
    default = Room.objects.filter(kind=Room.Kind.PUBLIC, archived_at=None, is_default=True)
    return [room for room_id in ids if (room := lock_room(default, room_id))]


def other_default_rooms(rooms: Collection[Room]) -> int:
    """The number of default rooms besides these locked ones. No other is included until the transaction ends."""
    Epoch.objects.select_for_update().get(pk=1)
    return Room.objects.filter(is_default=True).exclude(pk__in=[room.pk for room in rooms]).count()
