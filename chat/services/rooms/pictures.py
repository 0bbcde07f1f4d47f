"""The picture of a room."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import User
from chat import events, signals
from chat.models import Room
from chat.services import rules
from chat.services.authority import Administrator, Member
from chat.services.authority_of_many import lock_rooms
from core.audit.recording import record
from core.db.rows import Rows
from core.jobs import clock
from files.models import File
from files.services import attaching, pictures

_changed = Rows("changed", Room, ("id", "rev", "room_rev", "picture"))


@transaction.atomic
def change_picture(*, by: Member, room_id: int, file_id: UUID | None) -> Room:
    """Show a photo of one's own as the room's picture, or none.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `file_not_found` or `file_refused`.
    """
    room = by.lock(room_id, rules.SET_RULES).room
    if _show(room, by.user, file_id):
        record("chat.room_changed", by=by.user, room=room, details={"fields": ["picture"]})
    return room


def shown_by(files: Collection[File]) -> set[int]:
    """The ids of the rooms whose pictures these files are."""
    addresses = [pictures.address_of(file) for file in files]
    return set(Room.objects.filter(picture__in=addresses).values_list("pk", flat=True)) if addresses else set()


@transaction.atomic
def take_down(*, by: Administrator, files: Collection[File]) -> None:
    """Delete pictures of rooms, also of archived ones."""
    if not files:
        return
    grants = lock_rooms(by, shown_by(files), rules.DELETE_OTHERS)
    addresses = {pictures.address_of(file) for file in files}
    showing = [grant.room for grant in grants.values() if grant.room.picture in addresses]
    for room in showing:
        room.picture, room.room_rev = "", room.next_rev()
    _changed.update(
        [(room.pk, room.rev, room.room_rev, room.picture) for room in showing], also=f"changed_at = {clock.now()}"
    )
    attaching.release(files)
    for room in showing:
        signals.room_changed.send(Room, room=room, fields=frozenset({"picture"}))
    events.rooms_changed(showing)


def _show(room: Room, by: User, file_id: UUID | None) -> bool:
    """Whether that changed it."""
    before = room.picture
    room.picture = pictures.exchange(by=by, file_id=file_id, use=File.Use.PICTURE, before=before)
    if room.picture == before:
        return False
    room.room_rev = room.next_rev()
    room.save(update_fields=["picture", "rev", "room_rev", "changed_at"])
    signals.room_changed.send(Room, room=room, fields=frozenset({"picture"}))
    events.rooms_changed([room])
    return True
