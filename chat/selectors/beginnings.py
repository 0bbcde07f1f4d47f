"""The rooms in a socket's hello, read for many people in one batch: the most frequent query.

The bytes of a frame and the number of rooms in memory are bounded. When a user has more rooms, the most important ones
come first.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest, NullIf

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Room, Section
from chat.selectors.epochs import epoch
from chat.selectors.own import heads_and_sectioned
from chat.selectors.people import people_by_id, people_by_viewer
from chat.selectors.sections import sections_by_person
from chat.selectors.summaries import memberships_of, summaries
from core.answer_size import Budget
from core.db.prepared import NUMBER, Prepared

# Rooms of all people of one batch that are in memory together.
ROOMS_AT_ONCE = 4000
# Bytes of the frame besides its rooms: the user, and 50 sections.
AROUND_THE_ROOMS = 20_000
# The most rooms in one answer.
MOST_ROOMS = 2500
# The most bytes in JSON. Of a room: each character of its name and topic escaped, and the person who added the user. Of
# a person in the room.
ROOM_BYTES, PERSON_BYTES = 2800 + 1800, 1800

# The columns of a summary in the order of its fields, so that a row is passed to it unchanged. The last two fields are
# read for all rows together.
ELSEWHERE = {
    "room": "room_id",
    "section": "section_id",
    "mine_rev": "own_rev",
    **{name: f"room__{name}" for name in payloads.FROM_ROOM},
    "picture": "shown_picture",
}
SUMMARY = [ELSEWHERE.get(name, name) for name in payloads.RoomSummary.__struct_fields__[:-2]]
BEFORE_THE_SUMMARY = ("user_id", "epoch", "adder")
KIND = len(BEFORE_THE_SUMMARY) + SUMMARY.index("room__kind")

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Beginning(NamedTuple):
    """`ids`: ids of all rooms. `rooms`: summaries of all rooms when `complete`, else of the most important ones.
    `me`: the own rev, read before the rooms. `sections`: all sections of the person's list."""

    epoch: UUID
    ids: list[int]
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int
    sections: list[payloads.Section] = []


def beginnings_of(users: Sequence[User]) -> list[Beginning | None]:
    """A beginning for each user; None for a user whom the next batch has to read, never for the first one.

    Two queries; one more for direct rooms, for rooms that users were added to, and for sections; more for thousands of
    rooms.
    """
    people = sorted({user.pk for user in users})
    own, sectioned = heads_and_sectioned(people)
    rows = _rows_of(*people)
    known: dict[int, Beginning | None] = {}
    if len(rows) == ROOMS_AT_ONCE:
        first, last = users[0].pk, rows[-1][0]
        if people == [first]:
            alone = _with_sections(_of_one(first, own.get(first, 0)), sections_by_person(sectioned).get(first, ()))
            return [alone] * len(users)
        # The last user, and the users after them, may have more rooms than these rows.
        people, rows = [user for user in people if user < last], [row for row in rows if row[0] < last]
        if first >= last:
            known[first] = beginnings_of(users[:1])[0]
    now = (rows[0][1] if rows else None) or epoch()
    known |= {user: _fitting(now, rooms, own.get(user, 0)) for user, rooms in _grouped(people, rows).items()}
    sections = sections_by_person(sectioned & known.keys())
    return [_with_sections(known.get(user.pk), sections.get(user.pk, ())) for user in users]


def _with_sections(beginning: Beginning | None, sections: Sequence[Section]) -> Beginning | None:
    return beginning and beginning._replace(sections=payloads.Sections.of(sections).sections)


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
    picture = NullIf("room__picture", Value(""))
    rows = memberships_of(*users).annotate(epoch=now, adder=adder, own_rev=own_rev, shown_picture=picture)
    return rows.order_by("user_id", "room_id").values_list(*BEFORE_THE_SUMMARY, *SUMMARY)[:ROOMS_AT_ONCE]


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


# -- A user with more rooms than fit in one batch; direct rooms are not limited in number


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
