"""The rooms that a socket begins with, of many people together: the query that is asked most.

The bytes of a frame and the rooms in memory are bounded. Of somebody's rooms beyond that, those that matter now come first.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, QuerySet, Subquery, When
from django.db.models.functions import Greatest

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Room
from chat.selectors.epochs import epoch
from chat.selectors.own import own_heads
from chat.selectors.people import people_by_id, people_by_viewer
from chat.selectors.summaries import memberships_of, summaries
from core.answer_size import Budget
from core.db.prepared import NUMBER, Prepared

# Rooms in memory together, of all the people who are read in one go.
ROOMS_AT_ONCE = 4000
# What is in the frame beside rooms, in bytes.
AROUND_THE_ROOMS = 5000
# No answer holds more rooms than this.
MOST_ROOMS = 2500
# Bytes at most, in JSON: of a room with each character of its name and topic escaped and the person who added one to it; of a person in it.
ROOM_BYTES, PERSON_BYTES = 2700 + 1800, 1800

# Where the fields of a summary come from, in the order of its fields, so that a row is given to it as it is. The last two are read for all.
ELSEWHERE = {"room": "room_id", "mine_rev": "own_rev", **{name: f"room__{name}" for name in payloads.FROM_ROOM}}
SUMMARY = [ELSEWHERE.get(name, name) for name in payloads.RoomSummary.__struct_fields__[:-2]]
BEFORE_THE_SUMMARY = ("user_id", "epoch", "adder")
KIND = len(BEFORE_THE_SUMMARY) + SUMMARY.index("room__kind")

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Beginning(NamedTuple):
    """`ids`: of all rooms. `rooms`: all of them where it is `complete`, else those that matter most. `me`: the own rev, read before."""

    epoch: UUID
    ids: list[int]
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int


def beginnings_of(users: Sequence[User]) -> list[Beginning | None]:
    """Of each of these, or None for those who have to wait for the next go; never the first one. Two queries, others where there are
    direct rooms or rooms they were added to, and more where there are thousands of rooms."""
    people = sorted({user.pk for user in users})
    own = own_heads(people)
    rows = _rows_of(*people)
    known: dict[int, Beginning | None] = {}
    if len(rows) == ROOMS_AT_ONCE:
        first, last = users[0].pk, rows[-1][0]
        if people == [first]:
            return [_of_one(first, own.get(first, 0))] * len(users)
        # There may be more rooms of the last one, and of those behind.
        people, rows = [user for user in people if user < last], [row for row in rows if row[0] < last]
        if first >= last:
            known[first] = beginnings_of(users[:1])[0]
    now = (rows[0][1] if rows else None) or epoch()
    known |= {user: _fitting(now, rooms, own.get(user, 0)) for user, rooms in _grouped(people, rows).items()}
    return [known.get(user.pk) for user in users]


def _grouped(users: Iterable[int], rows: Sequence[Sequence[Any]]) -> dict[int, list[payloads.RoomSummary]]:
    people = people_by_viewer({row[0] for row in rows if row[KIND] == Room.Kind.DIRECT})
    adders = people_by_id(adder for _, _, adder, *_ in rows)
    rooms: dict[int, list[payloads.RoomSummary]] = {user: [] for user in users}
    for user, _, adder, *columns in rows:
        columns += (people.get((user, columns[0]), []), adders.get(adder))
        rooms[user].append(payloads.RoomSummary(*columns))
    return rooms


def _rooms_of(users: Iterable[int]) -> QuerySet[Membership, Any]:
    now = Subquery(Epoch.objects.values("value")[:1])
    adder = Case(When(accepted=False, then=F("added_by_id")))
    own_rev = Greatest("standing_rev", "marker_rev", "preferences_rev")
    rows = memberships_of(*users).annotate(epoch=now, adder=adder, own_rev=own_rev).order_by("user_id", "room_id")
    return rows.values_list(*BEFORE_THE_SUMMARY, *SUMMARY)[:ROOMS_AT_ONCE]


_rows_of = Prepared(_rooms_of, NUMBER)


def _fitting(now: UUID, rooms: list[payloads.RoomSummary], me: int) -> Beginning:
    ids = [room.id for room in rooms]
    most = ROOM_BYTES * len(rooms) + PERSON_BYTES * sum(len(room.people) for room in rooms)
    budget = Budget(reserved=AROUND_THE_ROOMS)
    if most < budget.left:
        return Beginning(now, ids, rooms, complete=True, me=me)
    fit = budget.fitting(sorted(rooms, key=_importance, reverse=True))
    return Beginning(now, ids, fit, complete=len(fit) == len(rooms), me=me)


def _importance(room: payloads.RoomSummary) -> tuple[Any, ...]:
    is_direct = room.kind == Room.Kind.DIRECT
    return room.archived_at is None, room.unread > 0, room.favourite, is_direct, room.last_message_at or LONG_AGO


# -- Somebody with more rooms than are read at once, which direct rooms can be


def _of_one(user: int, me: int) -> Beginning:
    ids: list[int] = []
    rooms: list[payloads.RoomSummary] = []
    for memberships in _pages(user):
        ids += [membership.room_id for membership in memberships]
        rooms = heapq.nlargest(MOST_ROOMS, [*rooms, *summaries(memberships)], key=_importance)
    return _fitting(epoch(), rooms, me)._replace(ids=ids, complete=False)


def _pages(user: int) -> Iterator[list[Membership]]:
    last = 0
    while page := list(memberships_of(user).filter(room_id__gt=last)[:ROOMS_AT_ONCE]):
        yield page
        last = page[-1].room_id
