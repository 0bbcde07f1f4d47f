"""End the invitations that people made to a room from which they are removed: they would come back by them, or send
others."""

from collections.abc import Iterable

from accounts.models import User
from chat.models import Room, RoomInvitation
from core.audit.recording import NewAct, record_all


def end(*, by: User, of: Iterable[tuple[Room, User]]) -> None:
    """Revoke what these people made to these rooms, which are locked."""
    pairs = {(room.pk, user.pk): room for room, user in of}
    if not pairs:
        return
    # Not one condition for each pair: SQLite takes no more than a thousand.
    found = RoomInvitation.objects.filter(
        room__in={room_id for room_id, _ in pairs}, made_by__in={user_id for _, user_id in pairs}
    )
    made = [row for row in found.order_by("pk") if (row.room_id, row.made_by_id) in pairs]
    if made:
        rooms = {room_id: room for (room_id, _), room in pairs.items()}
        record_all(NewAct("chat.invitation_revoked", by, on=row, room=rooms[row.room_id]) for row in made)
        RoomInvitation.objects.filter(pk__in=[row.pk for row in made]).delete()
