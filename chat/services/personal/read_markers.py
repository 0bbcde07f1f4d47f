"""Read markers: how far a member has read."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from chat import events, selectors
from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import own_revs
from core.db.rows import Rows
from core.problems import Problem

_moved = Rows("moved", Membership, ("id", "last_read_seq", "read_rev", "marker_rev"))


@transaction.atomic
def advance_all(*, by: User, seqs: Mapping[int, int]) -> dict[int, int]:
    """Move the markers of many rooms forward, never backward or past the newest message. Returns the seqs of the
    markers by room id. Rooms that the person is not in are left out."""
    # Compared under the rows' locks, so that two devices cannot move a marker backward.
    memberships = Member(by).lock_memberships(seqs)
    move({each: min(seqs[each.room_id], each.room.last_seq) for each in memberships})
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
        move({mine: min(first - 1, mine.last_read_seq)}, is_back=True)
    return mine


def move(seqs: Mapping[Membership, int], *, is_back: bool = False) -> None:
    """Move markers of locked memberships, of any people, and tell their devices. `is_back`: also backward."""
    moved = [one for one, seq in seqs.items() if seq > one.last_read_seq or (is_back and seq < one.last_read_seq)]
    if not moved:
        return
    revs = own_revs.next_of_each([membership.user_id for membership in moved])
    for membership, rev in zip(moved, revs, strict=True):
        membership.last_read_seq, membership.read_rev = seqs[membership], membership.read_rev + 1
        membership.marker_rev = rev
    _moved.save(moved)
    events.read(moved)
