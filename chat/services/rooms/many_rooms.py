"""Change many rooms at once, with a few statements for all. For administrators; each function has the effect of the
service for one room, and changes all or none."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from chat import events, signals
from chat.models import Room
from chat.services import rules
from chat.services.authority import Administrator
from chat.services.authority_of_many import lock_rooms
from chat.services.rooms import defaults
from core.audit.recording import NewAct, record_all
from core.db.rows import Rows
from core.jobs import clock

_changed = Rows("changed", Room, ("id", "rev", "room_rev", "archived_at", "is_default", "successor_id"))


@transaction.atomic
def set_archived(*, by: Administrator, rooms: Iterable[Room], archived: bool) -> Sequence[Room]:
    """Archive rooms, or unarchive them. The rooms that changed. Raises Problem `not_found`, or `forbidden` for a direct
    room."""
    now = timezone.now()
    locked = lock_rooms(by, {room.pk for room in rooms}, rules.ARCHIVE)
    changed = [grant.room for grant in locked.values() if grant.room.is_archived != archived]
    for room in changed:
        room.archived_at = now if archived else None
        # An administrator chooses again whether an unarchived room is a default room.
        room.is_default = False
        room.successor_id = None
        room.room_rev = room.next_rev()
    _store(changed)
    for room in changed:
        signals.room_changed.send(Room, room=room, fields=frozenset({"archived_at"}))
    events.rooms_changed(changed)
    act = "chat.room_archived" if archived else "chat.room_unarchived"
    record_all(NewAct(act, by.user, room=room) for room in changed)
    return changed


@transaction.atomic
def set_default(*, by: Administrator, rooms: Iterable[Room], is_default: bool) -> Sequence[Room]:
    """Make open public rooms default rooms, or end that. The rooms that changed. Raises Problem as
    `defaults.set_default` does."""
    locked = lock_rooms(by, {room.pk for room in rooms})
    changed = [grant.room for grant in locked.values() if grant.room.is_default != is_default]
    if is_default:
        defaults.expect_suitable(changed)
    for room in changed:
        room.is_default = is_default
    _store(changed)
    act = "chat.default_room_made" if is_default else "chat.default_room_ended"
    record_all(NewAct(act, by.user, room=room) for room in changed)
    return changed


def _store(rooms: Sequence[Room]) -> None:
    if not rooms:
        return
    given, parameters = _changed.given(
        [(room.pk, room.rev, room.room_rev, room.archived_at, room.is_default, room.successor_id) for room in rooms]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} UPDATE chat_room SET rev = changed.rev, room_rev = changed.room_rev,"  # noqa: S608 (names)
            " archived_at = changed.archived_at, is_default = changed.is_default,"
            " successor_id = changed.successor_id,"
            f" changed_at = {clock.now()} FROM changed WHERE chat_room.id = changed.id",
            parameters,
        )
