"""Read the changes of some rooms, up to the bytes of one answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from math import inf
from typing import NamedTuple

from chat import payloads
from chat.models import Membership, Message
from chat.selectors.conditions import any_of
from chat.selectors.room_catch_up import Behind, Change
from chat.selectors.summaries import summaries
from chat.selectors.weights import with_weights
from core.answer_size import Budget, batches

# Rows in memory together, however short they are.
ROWS_AT_ONCE = 500


class ChangesRead:
    """The rows from which these rooms are answered. Messages are read only up to the bytes of one answer."""

    def __init__(self, rooms: Mapping[int, Behind]) -> None:
        changed = [room.membership for room in rooms.values() if room.room_changed]
        self.summaries = {summary.id: summary for summary in summaries(changed)}
        self._members = _members(rooms)
        self._weighed = _weighed(rooms)
        self._messages = _messages(_light_enough(self._weighed, rooms))

    def changes(self, room: Behind) -> tuple[list[Change], bool]:
        """The room's changes in the order of the answer, and whether there are no more."""
        weighed = self._weighed.get(room.room.pk, [])
        read = list(takewhile(lambda each: each.pk in self._messages, weighed))
        messages = [message for each in read if (message := self._messages[each.pk])]
        if room.reset:
            return list(messages), len(read) == len(weighed)
        # A message that changed meanwhile comes with its new rev, after the others. Without it the answer would have a
        # gap.
        changes: list[Change] = [*messages, *self._members.get(room.room.pk, ())]
        end = weighed[len(read)].order if len(read) < len(weighed) else inf
        return sorted((one for one in changes if one.rev < end), key=lambda one: one.rev), end == inf


class Weighed(NamedTuple):
    """A message that has not been read. `order`: its rev; for a reset, which begins with the newest message, its
    negative seq."""

    order: int
    pk: int
    weight: int


def _weighed(rooms: Mapping[int, Behind]) -> dict[int, list[Weighed]]:
    weighed: dict[int, list[Weighed]] = {}
    if rooms:
        wanted = with_weights(Message.objects.filter(any_of(room.messages for room in rooms.values())))
        for room, rev, seq, pk, weight in wanted.values_list("room_id", "rev", "seq", "pk", "weight"):
            weighed.setdefault(room, []).append(Weighed(-seq if rooms[room].reset else rev, pk, weight))
    return {room: sorted(messages) for room, messages in weighed.items()}


def _light_enough(weighed: Mapping[int, Sequence[Weighed]], rooms: Iterable[int]) -> Iterator[int]:
    budget = Budget()
    for room in rooms:
        for message in weighed.get(room, ()):
            if not budget.take_bytes(message.weight):
                return
            yield message.pk


def _messages(pks: Iterable[int]) -> dict[int, payloads.Message | None]:
    """Messages by id; None for a message that no longer exists."""
    read: dict[int, payloads.Message | None] = {}
    for some in batches(pks, ROWS_AT_ONCE):
        found = Message.objects.filter(pk__in=some).select_related("author")
        read |= {**dict.fromkeys(some), **{message.pk: payloads.Message.of(message) for message in found}}
    return read


def _members(rooms: Mapping[int, Behind]) -> dict[int, list[payloads.Member]]:
    members: dict[int, list[payloads.Member]] = {}
    replayed = [room.changed for room in rooms.values() if not room.reset]
    if replayed:
        for membership in Membership.objects.filter(any_of(replayed)).select_related("user"):
            room = rooms[membership.room_id].room
            members.setdefault(room.pk, []).append(payloads.Member.of(membership, room))
    return members
