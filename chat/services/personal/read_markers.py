"""Read markers: how far a member has read."""

from django.db import transaction

from accounts.models import User
from chat import events
from chat.models import Room
from chat.services.authority import Member
from chat.services.personal import own_revs


def advance(*, by: User, room_id: int, seq: int) -> int:
    """Move the marker forward, never backward or past the newest message. Returns the marker's seq. Raises Problem
    `not_found`."""
    membership = Member(by).membership(room_id)
    seq = min(seq, membership.room.last_seq)
    if seq <= membership.last_read_seq:
        # Most calls end here, without taking a lock.
        return membership.last_read_seq
    return _move(by, membership.room, seq)


@transaction.atomic
def _move(by: User, room: Room, seq: int) -> int:
    """Compare under the row's lock, so that two devices cannot move the marker backward."""
    membership = Member(by).lock_membership(room.pk)
    if seq > membership.last_read_seq:
        membership.last_read_seq, membership.read_rev = seq, membership.read_rev + 1
        membership.marker_rev = own_revs.next_rev(membership.user_id)
        membership.save(update_fields=["last_read_seq", "read_rev", "marker_rev"])
        events.read(room, membership)
    return membership.last_read_seq
