"""The queue of people who have read, from REST and sockets. Whoever reads while a transaction runs is in the next one.

Each new message of a room is read by all who look at it, at the same moment. With a transaction for each of them, 2,000
people kept a worker busy for two and a half seconds.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from accounts.models import User
from chat.models import Membership
from chat.services.personal.read_markers import move
from core.db.batching import Together
from core.db.rows import Rows
from core.problems import Problem

Place = tuple[int, int]  # the ids of a room and of a person in it

_places = Rows("place", Membership, ("room_id", "user_id"))
# What moving a marker and telling of it needs.
COLUMNS = ("room_id", "user_id", "last_read_seq", "read_rev", "marker_rev")
ROOM_COLUMNS = ("room__kind", "room__member_count", "room__last_seq")
# Rows that are locked together.
MOST = 200


class Read(NamedTuple):
    """A person has read a room up to this seq."""

    user_id: int
    room_id: int
    seq: int


class Marker(NamedTuple):
    """As it is stored. `last_seq`: of the newest message of the room."""

    membership_id: int
    seq: int
    last_seq: int


def advance(*, by: User, room_id: int, seq: int) -> int:
    """Move the marker forward, never backward or past the newest message. Returns the marker's seq. Raises Problem
    `not_found`."""
    return _queue.ask_from_thread(Read(by.pk, room_id, seq))


async def advance_async(*, by: User, room_id: int, seq: int) -> int:
    """As `advance`, from an event loop."""
    return await _queue.ask(Read(by.pk, room_id, seq))


def advance_together(reads: Sequence[Read]) -> list[int | Problem]:
    """The seqs of the markers, or Problem `not_found`. Most reads of a second device end without a lock."""
    wanted: dict[Place, int] = {}
    for read in reads:
        wanted[read.room_id, read.user_id] = max(read.seq, wanted.get((read.room_id, read.user_id), 0))
    stored = _stored(wanted)
    seqs: dict[Place, int | None] = {place: marker.seq for place, marker in stored.items()}
    behind = [marker.membership_id for place, marker in stored.items() if _is_behind(marker, wanted[place])]
    if behind:
        moved = _moved(behind, wanted)
        # Whoever is missing has left meanwhile.
        seqs = {
            place: moved.get(place) if _is_behind(stored[place], wanted[place]) else seq for place, seq in seqs.items()
        }
    found = (seqs.get((read.room_id, read.user_id)) for read in reads)
    return [Problem("not_found") if seq is None else seq for seq in found]


def _is_behind(marker: Marker, seq: int) -> bool:
    return min(seq, marker.last_seq) > marker.seq


def _stored(places: Mapping[Place, int]) -> dict[Place, Marker]:
    """Of those who are in the rooms. A subquery for each, as in messages/batch_statements.py."""
    given, parameters = _places.given(list(places))
    mine = "FROM chat_membership AS mine WHERE mine.room_id = place.room_id AND mine.user_id = place.user_id AND mine.left_at IS NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} SELECT room_id, user_id, (SELECT id {mine}), (SELECT last_read_seq {mine}), "  # noqa: S608 (names)
            "(SELECT last_seq FROM chat_room AS room WHERE room.id = place.room_id) FROM place",
            parameters,
        )
        rows = cursor.fetchall()
    return {(room, user): Marker(pk, seq, last) for room, user, pk, seq, last in rows if pk is not None}


@transaction.atomic
def _moved(membership_ids: Sequence[int], wanted: Mapping[Place, int]) -> dict[Place, int]:
    """Compared under the rows' locks, so that two devices cannot move a marker backward."""
    locked = Membership.objects.current().select_for_update(of=("self",)).select_related("room")
    # One person's rows in the order of rooms, as everywhere.
    memberships = list(
        locked.filter(pk__in=membership_ids).order_by("room_id", "user_id").only(*COLUMNS, *ROOM_COLUMNS)
    )
    move({each: min(wanted[each.room_id, each.user_id], each.room.last_seq) for each in memberships})
    return {(each.room_id, each.user_id): each.last_read_seq for each in memberships}


_queue: Together[Read, int] = Together("move read markers", advance_together, most=MOST)
