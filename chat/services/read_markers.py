"""How far somebody has read."""

from accounts.models import User
from chat import events, selectors
from chat.models import Membership


def advance(*, user: User, room_id: int, seq: int) -> int:
    """Move the marker forward, never back or past the newest message; returns where it is. Raises Problem `not_found`."""
    membership = selectors.membership_of(user, room_id)
    seq = min(seq, membership.room.last_seq)
    # The comparison is part of the update, so that two devices cannot move it back.
    moved = Membership.objects.filter(pk=membership.pk, last_read_seq__lt=seq).update(last_read_seq=seq)
    if not moved:
        return max(seq, membership.last_read_seq)
    events.read(room=membership.room, user_id=user.pk, seq=seq)
    return seq
