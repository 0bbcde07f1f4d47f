"""Set and clear guards (chat/models/guards.py). Each bit belongs to one app, which calls this in the transaction of the
rows that the bit is about."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import F, QuerySet

from chat.models import Membership, PersonGuards, Room, SiteGuards
from chat.services.authority_of_many import rooms_of_people
from chat.services.held_rooms import lock_room


def guard_members(memberships: Iterable[Membership], bit: int, on: bool) -> None:
    """The memberships are locked, and so are their rooms: a batch that stores messages reads guards under the room's lock."""
    rows = list(memberships)
    for row in rows:
        row.guards = row.guards | bit if on else row.guards & ~bit
    _set(Membership.objects.filter(pk__in=[row.pk for row in rows]), bit, on)


def guard_room(room: Room, bit: int, on: bool) -> None:
    guard_rooms([room], bit, on)


def guard_rooms(rooms: Collection[Room], bit: int, on: bool) -> None:
    """The rooms are locked."""
    for room in rooms:
        room.guards = room.guards | bit if on else room.guards & ~bit
    _set(Room.objects.filter(pk__in=[room.pk for room in rooms]), bit, on)


def guard_people(user_ids: Collection[int], bit: int, on: bool) -> None:
    """After the commit `wait_for_writers` has to follow where nothing may be stored any more."""
    if not user_ids:
        return
    if on:
        PersonGuards.objects.bulk_create([PersonGuards(user_id=pk) for pk in sorted(user_ids)], ignore_conflicts=True)
    _set(PersonGuards.objects.filter(pk__in=user_ids), bit, on)


def guard_site(bit: int, on: bool) -> None:
    if on:
        SiteGuards.objects.bulk_create([SiteGuards(pk=1)], ignore_conflicts=True)
    _set(SiteGuards.objects.filter(pk=1), bit, on)


def wait_for_writers(user_ids: Collection[int]) -> None:
    """Return when every transaction is over that may have read these people's guards before they were changed.

    Whoever stores a message reads guards under the lock of its room. So a room that is free, or becomes free, has no
    such transaction any more. Former rooms count too: somebody may have left one meanwhile. Call it outside a
    transaction. Raises Problem `unavailable` when a room stays locked.
    """
    if not connection.features.has_select_for_update:
        return  # SQLite has one writer, and its commit has been waited for
    theirs = rooms_of_people(user_ids)
    with transaction.atomic():
        free = set(theirs.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list("pk", flat=True))
    for room in theirs.order_by("pk").only("pk"):
        if room.pk not in free:
            with transaction.atomic():
                lock_room(theirs, room.pk)


def _set(
    rows: QuerySet[Membership] | QuerySet[Room] | QuerySet[PersonGuards] | QuerySet[SiteGuards], bit: int, on: bool
) -> None:
    rows.update(guards=F("guards").bitor(bit) if on else F("guards").bitand(~bit))
