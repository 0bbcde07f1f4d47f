"""Read markers: how far a member has read."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.models import User
from chat import events, selectors
from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import own_revs
from core.problems import Problem

MOVED = ("last_read_seq", "read_rev", "marker_rev")


def advance(*, by: User, room_id: int, seq: int) -> int:
    """Move the marker forward, never backward or past the newest message. Returns the marker's seq. Raises Problem
    `not_found`."""
    membership = Member(by).membership(room_id)
    if min(seq, membership.room.last_seq) <= membership.last_read_seq:
        # Most calls end here, without taking a lock.
        return membership.last_read_seq
    moved = advance_all(by=by, seqs={room_id: seq})
    if room_id not in moved:
        raise Problem("not_found")  # the membership ended meanwhile
    return moved[room_id]


@transaction.atomic
def advance_all(*, by: User, seqs: Mapping[int, int]) -> dict[int, int]:
    """Move the markers of many rooms forward, as `advance` does. Returns the seqs of the markers by room id. Rooms that
    the person is not in are left out."""
    # Compared under the rows' locks, so that two devices cannot move a marker backward.
    memberships = Member(by).lock_memberships(seqs)
    _move(by, {each: min(seqs[each.room_id], each.room.last_seq) for each in memberships}, is_back=False)
    return {each.room_id: each.last_read_seq for each in memberships}


@transaction.atomic
def mark_unread(*, by: User, room_id: int, seq: int | None = None) -> Membership:
    """Move the marker back before a message. Without `seq`: before the newest message that counts as unread. A marker
    that is farther back stays, so a repeated call reads nothing. Raises Problem `not_found`."""
    found = Member(by).lock_memberships([room_id])
    if not found:
        raise Problem("not_found")
    mine = found[0]
    first = selectors.last_countable_seq(mine) if seq is None else seq
    if first:
        _move(by, {mine: min(first - 1, mine.last_read_seq)}, is_back=True)
    return mine


def _move(by: User, seqs: Mapping[Membership, int], *, is_back: bool) -> None:
    """Move markers of locked memberships, and tell the devices. `is_back`: also backward."""
    moved = [one for one, seq in seqs.items() if seq > one.last_read_seq or (is_back and seq < one.last_read_seq)]
    if not moved:
        return
    for membership, rev in zip(moved, own_revs.next_revs_of(by.pk, len(moved)), strict=True):
        membership.last_read_seq, membership.read_rev = seqs[membership], membership.read_rev + 1
        membership.marker_rev = rev
    _store(moved)
    events.read(moved)


def _store(moved: Sequence[Membership]) -> None:
    if len(moved) == 1:
        moved[0].save(update_fields=MOVED)
    else:
        Membership.objects.bulk_update(moved, MOVED, batch_size=100)
