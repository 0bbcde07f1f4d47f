"""Catching up: everything that changed after a rev, in its present state."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from chat import payloads
from chat.models import Membership, Message, Room
from chat.selectors.epochs import epoch
from chat.selectors.messages import PAGE
from chat.selectors.summaries import memberships_of, summaries

# A client farther behind than this loads the newest page instead of every change.
CHANGES_REPLAYED = 500
# Changes in one answer, over all rooms.
CHANGES_ANSWERED = 2000


def heads_changed_since(room_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """The revs of those rooms that changed after `since`."""
    changed = Room.objects.filter(pk__in=list(room_ids), changed_at__gte=since)
    return dict(changed.values_list("pk", "rev"))


def changes_since(user: User, *, known_epoch: UUID, revs: Mapping[int, int]) -> payloads.Sync:
    """Everything that changed in these rooms after the given revs, in its present state, ascending rev."""
    now = epoch()
    mine = {membership.room_id: membership for membership in memberships_of(user).filter(room_id__in=list(revs))}
    behind = {
        pk: _Behind(membership, revs[pk] if known_epoch == now else -1)
        for pk, membership in mine.items()
        if known_epoch != now or membership.room.rev != revs[pk]
    }
    answered = _within_limit(behind)
    messages = _grouped_messages(answered)
    members = _grouped_members(answered)
    changed = {room.id: room for room in summaries([one.membership for one in answered.values() if one.room_changed])}
    rooms = {}
    for pk in revs:
        if pk not in mine:
            change = payloads.Changes(gone=True)
        elif pk not in behind:
            change = payloads.Changes(head=mine[pk].room.rev, messages=[], members=[], complete=True)
        elif pk not in answered:
            head, reset = mine[pk].room.rev, behind[pk].reset
            change = payloads.Changes(head=head, messages=[], members=[], complete=False, reset=reset)
        else:
            change = answered[pk].changes(messages.get(pk, []), members.get(pk, []), changed.get(pk))
        rooms[str(pk)] = change
    return payloads.Sync(now, rooms)


class _Behind:
    """One room that a client has to catch up with, from the rev it has (-1: nothing it has is of use)."""

    def __init__(self, membership: Membership, have: int) -> None:
        self.membership, self.room, self.have = membership, membership.room, have
        self.reset = not 0 <= self.room.rev - have <= CHANGES_REPLAYED or have < 0
        self.cost = PAGE if self.reset else self.room.rev - have

    @property
    def messages(self) -> Q:
        if self.reset:
            return Q(room=self.room, seq__gt=self.room.last_seq - PAGE)
        return Q(room=self.room, rev__gt=self.have)

    @property
    def room_changed(self) -> bool:
        return self.reset or self.room.room_rev > self.have

    def changes(
        self,
        messages: list[payloads.Message],
        members: list[payloads.Member],
        room: payloads.RoomSummary | None,
    ) -> payloads.Changes:
        return payloads.Changes(
            head=self.room.rev,
            messages=messages,
            members=members,
            room=room,
            complete=True,
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


def _grouped_messages(rooms: Mapping[int, _Behind]) -> dict[int, list[payloads.Message]]:
    grouped: dict[int, list[payloads.Message]] = {}
    if rooms:
        wanted = _any_of(room.messages for room in rooms.values())
        for message in Message.objects.filter(wanted).select_related("author").order_by("room_id", "rev"):
            grouped.setdefault(message.room_id, []).append(payloads.Message.of(message))
    return grouped


def _grouped_members(rooms: Mapping[int, _Behind]) -> dict[int, list[payloads.Member]]:
    grouped: dict[int, list[payloads.Member]] = {}
    replayed = [Q(room=room.room, rev__gt=room.have) for room in rooms.values() if not room.reset]
    if replayed:
        for membership in (
            Membership.objects.filter(_any_of(replayed)).select_related("user").order_by("room_id", "rev")
        ):
            room = rooms[membership.room_id].room
            grouped.setdefault(room.pk, []).append(payloads.Member.of(membership, room))
    return grouped


def _any_of(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined
