"""The rooms in a socket's hello, read for many people in one batch: the most frequent query.

The bytes of a frame and the number of rooms in memory are bounded. When a user has more rooms, the most important ones
come first.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import NullIf

from accounts.models import User
from chat import payloads
from chat.models import Membership, Room, Section
from chat.payloads.summary_parts import OWN_FIELDS, OwnPart, SharedPart, SharedParts, encode, own_ends
from chat.selectors.epochs import present_epoch
from chat.selectors.own import heads_and_sectioned
from chat.selectors.people import people_by_id, people_by_viewer
from chat.selectors.sections import sections_by_person
from chat.selectors.summaries import ANNOTATED, OWN, memberships_of, summaries
from core.answer_size import Budget, batches
from core.db.prepared import NUMBER, Prepared

# Rooms of all people of one batch that are in memory together.
ROOMS_AT_ONCE = 4000
# Rooms whose shared parts are read with one query.
PARTS_AT_ONCE = 512
# Bytes of the frame besides its rooms: the user, and 50 sections.
AROUND_THE_ROOMS = 20_000
# The most rooms in one answer.
MOST_ROOMS = 2500

# The columns of a row: these, and a member's own part (OWN), so that they are passed to it unchanged.
BEFORE_THE_OWN = ("user_id", "room_id", "room__rev", "adder")
FIRST = len(BEFORE_THE_OWN)
UNREAD, FAVOURITE = FIRST + OWN.index("unread"), FIRST + OWN.index("favourite")
# The columns of a shared part.
SHARED = ["pk", *("shown_picture" if name == "picture" else name for name in payloads.FROM_ROOM)]

LONG_AGO = datetime.min.replace(tzinfo=UTC)

Row = Sequence[Any]
shared_parts = SharedParts()


class Expected:
    """How many people are read together. With the rooms of more people than fit, PostgreSQL would walk through an index
    and look up each room by itself, at twice the cost, and what does not fit would be read again."""

    def __init__(self) -> None:
        # Of the last batch; the next one has people of the same site.
        self.rooms_each = 1.0

    @property
    def people(self) -> int:
        # A fifth of the rooms is left for people with more than the others.
        return max(1, int(0.8 * ROOMS_AT_ONCE / self.rooms_each))

    def note(self, rows: Sequence[Row]) -> None:
        if rows:
            self.rooms_each = len(rows) / len({row[0] for row in rows})


expected = Expected()


class Listed(NamedTuple):
    """A room in a person's list. `text`: its summary in JSON."""

    row: Row
    shared: SharedPart
    text: bytes

    @property
    def importance(self) -> tuple[Any, ...]:
        row, shared = self.row, self.shared
        newest = shared.last_message_at or LONG_AGO
        return not shared.is_archived, row[UNREAD] > 0, row[FAVOURITE], shared.is_direct, newest


class Beginning(NamedTuple):
    """`revs`: the revs of all rooms by id. `rooms`: summaries in JSON, of all rooms and in the order of `revs` when
    `complete`, else of the most important ones. `me`: the own rev, read before the rooms. `sections`: all sections of
    the person's list."""

    epoch: UUID
    revs: dict[int, int]
    rooms: list[bytes]
    complete: bool
    me: int
    sections: list[payloads.Section] = []

    @property
    def ids(self) -> list[int]:
        return list(self.revs)


def beginnings_of(users: Sequence[User]) -> list[Beginning | None]:
    """A beginning for each user; None for a user whom the next batch has to read, never for the first one.

    Three queries; more for rooms that changed since this process read them, for direct rooms, for rooms that users were
    added to, for sections and for thousands of rooms.
    """
    people = sorted(list(dict.fromkeys(user.pk for user in users))[: expected.people])
    # Read before the rooms: rooms of another epoch then go out under the old one, which the first heartbeat corrects.
    epoch = present_epoch()
    own, sectioned = heads_and_sectioned(people)
    rows = _rows_of(*people)
    expected.note(rows)
    known: dict[int, Beginning | None] = {}
    if len(rows) == ROOMS_AT_ONCE:
        first, last = users[0].pk, rows[-1][0]
        if people == [first]:
            alone = _of_one(epoch, first, own.get(first, 0))
            return [_with_sections(alone, sections_by_person(sectioned).get(first, ()))] * len(users)
        # The last user, and the users after them, may have more rooms than these rows.
        people, rows = [user for user in people if user < last], [row for row in rows if row[0] < last]
        if first >= last:
            known[first] = beginnings_of(users[:1])[0]
    known |= {user: Beginning(epoch, {}, [], complete=True, me=own.get(user, 0)) for user in people}
    for user, rooms in groupby(_listed(epoch, rows), key=lambda listed: listed.row[0]):
        known[user] = _fitting(epoch, list(rooms), own.get(user, 0))
    sections = sections_by_person(sectioned & known.keys())
    return [_with_sections(known.get(user.pk), sections.get(user.pk, ())) for user in users]


def _with_sections(beginning: Beginning | None, sections: Sequence[Section]) -> Beginning | None:
    return beginning and beginning._replace(sections=payloads.Sections.of(sections).sections)


def _fitting(epoch: UUID, rooms: Sequence[Listed], me: int) -> Beginning:
    revs = {listed.row[1]: listed.row[2] for listed in rooms}
    texts = [listed.text for listed in rooms]
    budget = Budget(reserved=AROUND_THE_ROOMS)
    complete = sum(map(len, texts)) + len(texts) < budget.left
    if not complete:
        important = sorted(rooms, key=lambda listed: listed.importance, reverse=True)
        texts = [listed.text for listed in important]
        texts = texts[: budget.count_of_sizes(map(len, texts))]
    return Beginning(epoch, revs, texts, complete=complete, me=me)


def _rooms_of(users: Iterable[int]) -> QuerySet[Membership, Any]:
    rows = memberships_of(*users).annotate(**ANNOTATED).order_by("user_id", "room_id")
    return rows.values_list(*BEFORE_THE_OWN, *OWN)


_rows_of = Prepared(lambda users: _rooms_of(users)[:ROOMS_AT_ONCE], NUMBER)


# -- Summaries joined from two parts: what all members share, and what is the person's own


def _listed(epoch: UUID, rows: Sequence[Row]) -> list[Listed]:
    """The rooms of these rows, which are ordered by person and room."""
    shared = _shared_parts(epoch, {row[1]: row[2] for row in rows})
    changed = [row for row in rows if row[1] not in shared]
    if changed:
        rows = [row for row in rows if row[1] in shared]
    parts = [shared[row[1]] for row in rows]
    texts = [part.text + end for part, end in zip(parts, _own_ends(rows, parts), strict=True)]
    listed = list(map(Listed, rows, parts, texts))
    return sorted([*listed, *_read_again(changed)], key=lambda one: (one.row[0], one.row[1])) if changed else listed


def _own_ends(rows: Sequence[Row], parts: Sequence[SharedPart]) -> list[bytes]:
    people = people_by_viewer({row[0] for row, part in zip(rows, parts, strict=True) if part.is_direct})
    adders = people_by_id({row[3] for row in rows})
    own = [OwnPart(*row[FIRST:]) for row in rows]
    if people or adders:
        for index, row in enumerate(rows):
            if row[3] is not None or parts[index].is_direct:
                own[index] = OwnPart(*row[FIRST:], people.get((row[0], row[1]), []), adders.get(row[3]))
    return own_ends(own)


def _shared_parts(epoch: UUID, revs: Mapping[int, int]) -> dict[int, SharedPart]:
    """The shared parts of these rooms at these revs, without rooms that have changed meanwhile."""
    parts = shared_parts.at(epoch, revs.items())
    for some in batches(sorted(revs.keys() - parts.keys()), PARTS_AT_ONCE):
        read = {row[0]: SharedPart.of(payloads.RoomShared(*row)) for row in _shared_rows(*some)}
        shared_parts.put(epoch, read.items())
        parts |= {room: part for room, part in read.items() if part.rev == revs[room]}
    return parts


def _shared_columns(room_ids: Iterable[int]) -> QuerySet[Room, Any]:
    picture = NullIf("picture", Value(""))
    return Room.objects.filter(pk__in=room_ids).annotate(shown_picture=picture).values_list(*SHARED)


_shared_rows = Prepared(_shared_columns, NUMBER)


def _read_again(changed: Sequence[Row]) -> Iterator[Listed]:
    """Rooms that changed between the two statements, read with one: with a newer shared part, a person's unread messages
    would be counted too early for it."""
    for user, rows in groupby(changed, key=lambda row: row[0]):
        mine = memberships_of(user).filter(room_id__in=[row[1] for row in rows])
        for summary in summaries(mine):
            own = [getattr(summary, name) for name in OWN_FIELDS[:-2]]
            yield Listed((user, summary.id, summary.rev, None, *own), SharedPart.of(summary), encode(summary))


# -- A user with more rooms than fit in one batch; direct rooms are not limited in number


def _of_one(epoch: UUID, user: int, me: int) -> Beginning:
    revs: dict[int, int] = {}
    rooms: list[Listed] = []
    for rows in _pages(user):
        revs |= {row[1]: row[2] for row in rows}
        rooms = heapq.nlargest(MOST_ROOMS, [*rooms, *_listed(epoch, rows)], key=lambda listed: listed.importance)
    return _fitting(epoch, rooms, me)._replace(revs=revs, complete=False)


def _pages(user: int) -> Iterator[list[Row]]:
    last = 0
    while page := list(_rooms_of([user]).filter(room_id__gt=last)[:ROOMS_AT_ONCE]):
        yield page
        last = page[-1][1]
