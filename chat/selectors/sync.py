"""Catching up: everything that changed after a rev, in its present state.

An answer holds only so many bytes, and a room may come in parts: ascending by rev, without a gap, so that the largest rev of a part is
where the next one goes on. Rows are weighed before they are read, and only those that are answered are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from msgspec.structs import replace

from accounts.models import User
from chat import payloads
from chat.models import Membership, Message, Room
from chat.selectors.epochs import epoch
from chat.selectors.messages import PAGE
from chat.selectors.summaries import memberships_of, summaries
from chat.selectors.weights import with_weights
from config.answers import Budget, batches

# A client farther behind than this loads the newest page instead of every change.
CHANGES_REPLAYED = 500
# Changes in one answer, over all rooms.
CHANGES_ANSWERED = 2000
# In an answer: what a room takes beside its changes, in bytes.
AROUND_A_ROOM = 120
# In memory together, however short they are.
ROWS_AT_ONCE = 500

Change = payloads.Message | payloads.Member


def heads_changed_since(room_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """The revs of those rooms that changed after `since`."""
    changed = Room.objects.filter(pk__in=list(room_ids), changed_at__gte=since)
    return dict(changed.values_list("pk", "rev"))


def changes_since(user: User, *, known_epoch: UUID, revs: Mapping[int, int]) -> payloads.Sync:
    """What changed in these rooms after the given revs, in its present state, ascending rev, as far as one answer goes."""
    now = epoch()
    mine = {membership.room_id: membership for membership in memberships_of(user).filter(room_id__in=list(revs))}
    behind = {
        pk: _Behind(mine[pk], rev if known_epoch == now else -1)
        for pk, rev in revs.items()
        if pk in mine and (known_epoch != now or mine[pk].room.rev != rev)
    }
    answered = _parts(_within_limit(behind), Budget(reserved=AROUND_A_ROOM * len(revs)))
    return payloads.Sync(now, {str(pk): _answer(mine.get(pk), behind.get(pk), answered.get(pk)) for pk in revs})


def _answer(membership: Membership | None, behind: "_Behind | None", part: payloads.Changes | None) -> payloads.Changes:
    if membership is None:
        return payloads.Changes(gone=True)
    if behind is None:
        return payloads.Changes(head=membership.room.rev, messages=[], members=[], complete=True)
    return part or behind.postponed


class _Behind:
    """One room that a client has to catch up with, from the rev it has (-1: nothing it has is of use)."""

    def __init__(self, membership: Membership, have: int) -> None:
        self.membership, self.room, self.have = membership, membership.room, have
        self.reset = not 0 <= self.room.rev - have <= CHANGES_REPLAYED or have < 0
        self.cost = PAGE if self.reset else self.room.rev - have

    @property
    def changed(self) -> Q:
        # Not what changes only now: its rev would be the largest one, and what came before it would be passed over.
        return Q(room=self.room, rev__gt=self.have, rev__lte=self.room.rev)

    @property
    def messages(self) -> Q:
        return Q(room=self.room, seq__gt=self.room.last_seq - PAGE) if self.reset else self.changed

    @property
    def room_changed(self) -> bool:
        return self.reset or self.room.room_rev > self.have

    @property
    def postponed(self) -> payloads.Changes:
        """For an answer that has no place for it: to be asked for once more, after a reset from the beginning."""
        return payloads.Changes(head=self.room.rev, messages=[], members=[], complete=False, reset=self.reset)

    def part(self, changes: Sequence[Change], room: payloads.RoomSummary | None, *, complete: bool) -> payloads.Changes:
        """These changes, ascending rev: all there are where it is `complete`."""
        if room is not None and not complete:
            # The room's own rev is its head, and whoever takes the largest rev they receive must not take this one.
            until = changes[-1].rev
            room = replace(room, rev=until) if self.room.room_rev <= until else None
        return payloads.Changes(
            head=self.room.rev,
            messages=[change for change in changes if isinstance(change, payloads.Message)],
            members=[change for change in changes if isinstance(change, payloads.Member)],
            room=room,
            complete=complete,
            reset=self.reset,
        )


def _within_limit(behind: Mapping[int, _Behind]) -> dict[int, _Behind]:
    """As many rooms as one answer holds; the client asks again for the others."""
    answered: dict[int, _Behind] = {}
    cost = 0
    for pk, room in behind.items():
        cost += room.cost
        if answered and cost > CHANGES_ANSWERED:
            break
        answered[pk] = room
    return answered


def _parts(rooms: Mapping[int, _Behind], budget: Budget) -> dict[int, payloads.Changes]:
    """As much of these as fits: every room but the last one is whole."""
    read = _Read(rooms)
    parts: dict[int, payloads.Changes] = {}
    for pk, room in rooms.items():
        parts[pk] = _part(room, read, budget)
        if not parts[pk].complete:
            break
    return parts


def _part(room: _Behind, read: "_Read", budget: Budget) -> payloads.Changes:
    is_first = budget.is_untouched
    summary = read.summaries.get(room.room.pk)
    if summary is not None and not budget.take(summary):
        return room.postponed
    budget.is_untouched = is_first  # the room is not what a client goes on from
    changes, is_whole = read.changes(room)
    count = budget.count_of(changes)
    is_whole = is_whole and count == len(changes)
    # The newest messages alone are a page as well, but a poor one where the next answer can hold all of it.
    if (changes and not count) or (not is_whole and (not count or (room.reset and not is_first))):
        return room.postponed
    return room.part(sorted(changes[:count], key=lambda change: change.rev), summary, complete=is_whole or room.reset)


class _Read:
    """What these rooms are answered from. Of the messages only those are read that together weigh no more than an answer."""

    def __init__(self, rooms: Mapping[int, _Behind]) -> None:
        changed = [room.membership for room in rooms.values() if room.room_changed]
        self.summaries = {summary.id: summary for summary in summaries(changed)}
        self._members = _members(rooms)
        self._weighed = _weighed(rooms)
        self._messages = _messages(_light_enough(self._weighed, rooms))

    def changes(self, room: _Behind) -> tuple[list[Change], bool]:
        """In the order in which they go into an answer, and whether these are all."""
        weighed = self._weighed.get(room.room.pk, [])
        read = list(takewhile(lambda each: each.pk in self._messages, weighed))
        messages = [message for each in read if (message := self._messages[each.pk])]
        if room.reset:
            return list(messages), len(read) == len(weighed)
        # One that has changed meanwhile comes with its new rev, after the others.
        changes: list[Change] = [message for message in messages if message.rev <= room.room.rev]
        end = weighed[len(read)].order if len(read) < len(weighed) else room.room.rev + 1
        changes += (member for member in self._members.get(room.room.pk, ()) if member.rev < end)
        return sorted(changes, key=lambda change: change.rev), len(read) == len(weighed)


class _Weighed(NamedTuple):
    """A message that has not been read. `order`: its rev, or of a reset, which begins with the newest, its seq below zero."""

    order: int
    pk: int
    weight: int


def _weighed(rooms: Mapping[int, _Behind]) -> dict[int, list[_Weighed]]:
    weighed: dict[int, list[_Weighed]] = {}
    if rooms:
        wanted = with_weights(Message.objects.filter(_any_of(room.messages for room in rooms.values())))
        for room, rev, seq, pk, weight in wanted.values_list("room_id", "rev", "seq", "pk", "weight"):
            weighed.setdefault(room, []).append(_Weighed(-seq if rooms[room].reset else rev, pk, weight))
    return {room: sorted(messages) for room, messages in weighed.items()}


def _light_enough(weighed: Mapping[int, Sequence[_Weighed]], rooms: Iterable[int]) -> Iterator[int]:
    budget = Budget()
    for room in rooms:
        for message in weighed.get(room, ()):
            if not budget.take_bytes(message.weight):
                return
            yield message.pk


def _messages(pks: Iterable[int]) -> dict[int, payloads.Message | None]:
    """By id; None for one that is no more."""
    read: dict[int, payloads.Message | None] = {}
    for some in batches(pks, ROWS_AT_ONCE):
        found = Message.objects.filter(pk__in=some).select_related("author")
        read |= {**dict.fromkeys(some), **{message.pk: payloads.Message.of(message) for message in found}}
    return read


def _members(rooms: Mapping[int, _Behind]) -> dict[int, list[payloads.Member]]:
    members: dict[int, list[payloads.Member]] = {}
    replayed = [room.changed for room in rooms.values() if not room.reset]
    if replayed:
        for membership in Membership.objects.filter(_any_of(replayed)).select_related("user"):
            room = rooms[membership.room_id].room
            members.setdefault(room.pk, []).append(payloads.Member.of(membership, room))
    return members


def _any_of(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined
