"""Sync: everything that changed after a rev, in its present state.

The bytes of an answer are bounded, so a room may come in parts, ascending by rev and without gaps. The client continues
from the largest rev of a part. Rows are weighed before they are read, and only rows that are answered are read.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Now

from accounts.models import User
from chat import payloads
from chat.models import Membership, Room
from chat.selectors.changed import ChangesRead
from chat.selectors.epochs import epoch
from chat.selectors.own_sync import BEFORE_EVERYTHING, own_changes_since
from chat.selectors.room_catch_up import Behind
from chat.selectors.summaries import memberships_of
from core.answer_size import Budget, size_of

# Changes in one answer, over all rooms.
CHANGES_ANSWERED = 2000
# Bytes of a room in an answer besides its changes.
AROUND_A_ROOM = 120


def heads_changed_within(room_ids: Iterable[int], age: timedelta) -> dict[int, int]:
    """The revs of rooms that changed no longer than `age` ago, by the database's clock, which all workers share."""
    changed = Room.objects.filter(pk__in=list(room_ids), changed_at__gte=Now() - age)
    return dict(changed.values_list("pk", "rev"))


def changes_since(by: User, *, known_epoch: UUID, revs: Mapping[int, int], me: int | None = None) -> payloads.Sync:
    """What changed in these rooms after the given revs, in its present state, as much as one answer holds.

    `revs`: the client's rev by room id. `me`: the client's own rev; the answer then has the user's own changes after
    it.
    """
    now = epoch()
    own = None if me is None else own_changes_since(by, me if known_epoch == now else BEFORE_EVERYTHING)
    mine = {membership.room_id: membership for membership in memberships_of(by).filter(room_id__in=list(revs))}
    behind = {
        pk: Behind(mine[pk], rev if known_epoch == now else -1)
        for pk, rev in revs.items()
        if pk in mine and (known_epoch != now or mine[pk].room.rev != rev)
    }
    reserved = AROUND_A_ROOM * len(revs) + (size_of(own) if own else 0)
    answered = _parts(_within_limit(behind), Budget(reserved=reserved))
    for pk in _left(by, answered):
        del mine[pk]
    return payloads.Sync(now, {str(pk): _answer(mine.get(pk), behind.get(pk), answered.get(pk)) for pk in revs}, own)


def _left(by: User, answered: Mapping[int, payloads.Changes]) -> set[int]:
    """Rooms that the user left while they were read. Their messages may be newer than the removal: a worker may be
    suspended between two queries for any time."""
    if not answered:
        return set()
    current = Membership.objects.current().filter(user=by, room_id__in=list(answered))
    return answered.keys() - set(current.values_list("room_id", flat=True))


def _answer(membership: Membership | None, behind: Behind | None, part: payloads.Changes | None) -> payloads.Changes:
    if membership is None:
        return payloads.Changes(gone=True)
    if behind is None:
        return payloads.Changes(head=membership.room.rev, messages=[], members=[], complete=True)
    return part or behind.postponed


def _within_limit(behind: Mapping[int, Behind]) -> dict[int, Behind]:
    """The first rooms that one answer holds. The client asks again for the others."""
    answered: dict[int, Behind] = {}
    cost = 0
    for pk, room in behind.items():
        cost += room.cost
        if answered and cost > CHANGES_ANSWERED:
            break
        answered[pk] = room
    return answered


def _parts(rooms: Mapping[int, Behind], budget: Budget) -> dict[int, payloads.Changes]:
    """Parts of rooms, as many changes as fit. Every part but the last one is complete."""
    read = ChangesRead(rooms)
    parts: dict[int, payloads.Changes] = {}
    for pk, room in rooms.items():
        parts[pk] = _part(room, read, budget)
        if not parts[pk].complete:
            break
    return parts


def _part(room: Behind, read: ChangesRead, budget: Budget) -> payloads.Changes:
    is_first = budget.is_untouched
    summary = read.summaries.get(room.room.pk)
    if summary is not None and not budget.take(summary):
        return room.postponed
    budget.is_untouched = is_first  # the client does not continue from the room's own rev
    changes, is_whole = read.changes(room)
    fitting = budget.fitting(changes)
    if is_whole and len(fitting) == len(changes):
        return room.part(fitting, summary, complete=True)
    if room.reset:
        # The newest messages alone would be a usable page. It is sent only when the next answer cannot hold a fuller
        # one.
        return room.part(fitting, summary, complete=True) if fitting and is_first else room.postponed
    # A change made just now has the largest rev. The client would continue from it and miss the changes before it.
    fitting = [change for change in fitting if change.rev <= room.room.rev]
    return room.part(fitting, summary, complete=False) if fitting else room.postponed
