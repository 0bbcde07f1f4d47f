"""The picture of a room."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from chat import events, signals
from chat.models import Room
from chat.services import rules
from chat.services.authority import Administrator, Member
from core.audit.recording import record
from files.models import File
from files.services import attaching, pictures


@transaction.atomic
def change_picture(*, by: Member, room_id: int, file_id: UUID | None) -> Room:
    """Show a photo of one's own as the room's picture, or none.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `file_not_found` or `file_refused`.
    """
    room = by.lock(room_id, rules.SET_RULES).room
    if _show(room, by.user, file_id):
        record("chat.room_changed", by=by.user, room=room, details={"fields": ["picture"]})
    return room


@transaction.atomic
def take_down(*, by: Administrator, file: File) -> None:
    """Delete a room's picture, also of an archived room."""
    address = pictures.address_of(file)
    found = Room.objects.filter(picture=address).first()
    room = by.lock(found.pk, rules.DELETE_OTHERS).room if found else None
    if room and room.picture == address:
        _show(room, by.user, None)
    else:
        attaching.release([file])


def _show(room: Room, by: User, file_id: UUID | None) -> bool:
    """Whether that changed it."""
    before = room.picture
    room.picture = pictures.exchange(by=by, file_id=file_id, use=File.Use.PICTURE, before=before)
    if room.picture == before:
        return False
    room.room_rev = room.next_rev()
    room.save(update_fields=["picture", "rev", "room_rev", "changed_at"])
    signals.room_changed.send(Room, room=room, fields=frozenset({"picture"}))
    events.room_changed(room)
    return True
