"""Read the changes of some rooms, up to the bytes of one answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from math import inf
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Prefetch, QuerySet

from accounts.models import User
from accounts.payloads import User as ShownUser
from chat import payloads
from chat.models import Membership, Message
from chat.selectors.room_catch_up import Behind, Change
from chat.selectors.summaries import summaries
from chat.selectors.weights import with_weights
from core.answer_size import Budget, batches
from core.db.rows_after import RowsAfter

Row = TypeVar("Row", bound=Model)

# Rows in memory together, however short they are.
ROWS_AT_ONCE = 500
# So many may be joined with their people. For more, PostgreSQL reads all people, where there are 100,000.
FEW = 50
SHOWN = User.objects.only(*ShownUser.COLUMNS)


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
    replayed = [(pk, room.have) for pk, room in rooms.items() if not room.reset]
    begun_anew = [(pk, room.before_the_page) for pk, room in rooms.items() if room.reset]
    for room, rev, seq, pk, weight in (*_changed_messages(replayed), *_newest_messages(begun_anew)):
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
        found = _with_people(Message.objects.filter(pk__in=some), "author", len(some))
        read |= {**dict.fromkeys(some), **{message.pk: payloads.Message.of(message) for message in found}}
    return read


def _members(rooms: Mapping[int, Behind]) -> dict[int, list[payloads.Member]]:
    members: dict[int, list[payloads.Member]] = {}
    replayed = [(pk, room.have) for pk, room in rooms.items() if not room.reset]
    for some in batches((pk for (pk,) in _changed_memberships(replayed)), ROWS_AT_ONCE):
        for membership in _with_people(Membership.objects.filter(pk__in=some), "user", len(some)):
            room = rooms[membership.room_id].room
            members.setdefault(room.pk, []).append(payloads.Member.of(membership, room))
    return members


def _with_people(rows: QuerySet[Row], name: str, count: int) -> QuerySet[Row]:
    return rows.select_related(name) if count <= FEW else rows.prefetch_related(Prefetch(name, SHOWN))


def _weighable() -> QuerySet[Any, Any]:
    return with_weights(Message.objects.all()).values_list("room_id", "rev", "seq", "pk", "weight")


_changed_messages, _newest_messages = RowsAfter(_weighable, "room_id", "rev"), RowsAfter(_weighable, "room_id", "seq")
_changed_memberships = RowsAfter(lambda: Membership.objects.values_list("pk"), "room_id", "rev")
