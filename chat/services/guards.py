"""Set and clear guards (chat/models/guards.py). Each bit belongs to one app, which calls this in the transaction of the
rows that the bit is about."""

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet

from chat.models import Membership, PersonGuards, Room, SiteGuards
from chat.services.held_rooms import lock_room


def guard_member(membership: Membership, bit: int, on: bool) -> None:
    """The membership is locked, and so is its room: a batch that stores messages reads guards under the room's lock."""
    membership.guards = membership.guards | bit if on else membership.guards & ~bit
    membership.save(update_fields=["guards"])


def guard_room(room: Room, bit: int, on: bool) -> None:
    """The room is locked."""
    room.guards = room.guards | bit if on else room.guards & ~bit
    room.save(update_fields=["guards"])


def guard_person(user_id: int, bit: int, on: bool) -> None:
    """After the commit `wait_for_writers` has to follow where nothing may be stored any more."""
    if on:
        _have(PersonGuards.objects.filter(pk=user_id), PersonGuards(user_id=user_id))
    _set(PersonGuards.objects.filter(pk=user_id), bit, on)


def guard_site(bit: int, on: bool) -> None:
    if on:
        _have(SiteGuards.objects.filter(pk=1), SiteGuards())
    _set(SiteGuards.objects.filter(pk=1), bit, on)


def wait_for_writers(user_id: int) -> None:
    """Return when every transaction is over that may have read the person's guards before they were changed.

    Whoever stores a message reads guards under the lock of its room. So a room that is free, or becomes free, has no
    such transaction any more. Former rooms count too: the person may have left one meanwhile. Call it outside a
    transaction. Raises Problem `unavailable` when a room stays locked.
    """
    if not connection.features.has_select_for_update:
        return  # SQLite has one writer, and its commit has been waited for
    theirs = Room.objects.filter(memberships__user=user_id)
    with transaction.atomic():
        free = set(theirs.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list("pk", flat=True))
    for room in theirs.order_by("pk").only("pk"):
        if room.pk not in free:
            with transaction.atomic():
                lock_room(theirs, room.pk)


def _set(rows: QuerySet[PersonGuards] | QuerySet[SiteGuards], bit: int, on: bool) -> None:
    rows.update(guards=F("guards").bitor(bit) if on else F("guards").bitand(~bit))


def _have(rows: QuerySet[PersonGuards] | QuerySet[SiteGuards], row: PersonGuards | SiteGuards) -> None:
    if not rows.exists():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # Another transaction has just made it.
            pass
