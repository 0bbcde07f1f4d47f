"""End the invitations that people made to a room from which they are removed: they would come back by them, or send
others."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from accounts.models import User
from chat.models import Room, RoomInvitation
from core.audit.recording import NewAct, record_all


def end(*, by: User, of: Iterable[tuple[Room, User]]) -> None:
    """Revoke what these people made to these rooms, which are locked."""
    pairs: Sequence[tuple[Room, User]] = list(of)
    if not pairs:
        return
    rooms = {room.pk: room for room, _ in pairs}
    theirs = Q()
    for room, user in pairs:
        theirs |= Q(room=room, made_by=user)
    made = list(RoomInvitation.objects.filter(theirs).order_by("pk"))
    if made:
        record_all(NewAct("chat.invitation_revoked", by, on=row, room=rooms[row.room_id]) for row in made)
        RoomInvitation.objects.filter(pk__in=[row.pk for row in made]).delete()
