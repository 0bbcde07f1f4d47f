"""How far the index is behind the messages, room by room."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from search.models.chunk import FORMAT
from search.selectors.room_ids import among

# Changes of a room that are worth a chunk's writing.
ENOUGH = 32
# A room with fewer is indexed once nobody has changed anything in it for this long.
QUIET = timedelta(seconds=60)
# A room with more was never indexed, or is indexed again.
LARGE = 4096
MOST_ROOMS = 500


class Lag(NamedTuple):
    """The changes after `rev` are not in the index; `newest` is the room's rev."""

    room_id: int
    rev: int
    newest: int

    @property
    def changes(self) -> int:
        """At least as many as there are messages among them: a room's revs also count changes of its members."""
        return self.newest - self.rev


# A rev beyond the room's is that of other messages than there are now. A row of a later format is another worker's.
INDEXED = f"CASE WHEN indexed.format = {FORMAT} AND indexed.rev <= room.rev THEN indexed.rev ELSE 0 END"
BEHIND = (
    f"SELECT room.id, {INDEXED} AS since, room.rev FROM chat_room AS room"  # noqa: S608 (constants)
    f" LEFT JOIN search_indexedroom AS indexed ON indexed.room_id = room.id WHERE room.rev <> {INDEXED}"
)
LAG = f"(room.rev - {INDEXED})"
CHANGES = (
    f"SELECT coalesce(sum({LAG}), 0) FROM chat_room AS room"  # noqa: S608 (constants)
    " LEFT JOIN search_indexedroom AS indexed ON indexed.room_id = room.id WHERE {}"
)
OURS = f"coalesce(indexed.format, {FORMAT}) <= {FORMAT}"


def of_rooms(room_ids: Collection[int]) -> list[Lag]:
    """Of these rooms, those that the index is behind of."""
    condition, parameters = among("room.id", room_ids)
    return _lags(f"{BEHIND} AND {condition}", parameters)


def changes_of(room_ids: Collection[int]) -> int:
    """How many changes of all these rooms together the index is behind."""
    condition, parameters = among("room.id", room_ids)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES.format(condition), parameters)
        return int(cursor.fetchone()[0])


def worth_indexing() -> list[Lag]:
    """Rooms to be indexed now, at most MOST_ROOMS of either kind. Those with most changes come first: the more there
    are, the less each of them costs. Large ones come between the others, those first that are done soonest."""
    quiet = connection.ops.adapt_datetimefield_value(timezone.now() - QUIET)
    few = f"{LAG} <= %s AND ({LAG} >= %s OR room.changed_at < %s) ORDER BY {LAG} DESC LIMIT %s"
    many = f"{LAG} > %s ORDER BY {LAG} LIMIT %s"
    kinds = (
        _lags(f"{BEHIND} AND {OURS} AND {few}", [LARGE, ENOUGH, quiet, MOST_ROOMS]),
        _lags(f"{BEHIND} AND {OURS} AND {many}", [LARGE, MOST_ROOMS]),
    )
    return [lag for pair in zip_longest(*kinds) for lag in pair if lag]


def is_any() -> bool:
    return bool(_lags(f"{BEHIND} AND {OURS} LIMIT 1", []))


def after(room_id: int, most: int) -> list[Lag]:
    """Rooms that are behind, by id, from the one after this."""
    return _lags(f"{BEHIND} AND {OURS} AND room.id > %s ORDER BY room.id LIMIT %s", [room_id, most])


def allowances(lags: Collection[Lag], most: int) -> Mapping[int, int]:
    """How many changes of each room are read where `most` are read in all: every room gets what it has, and the rooms
    that have more than their share get equal shares of the rest."""
    shares: dict[int, int] = {}
    for done, lag in enumerate(sorted(lags, key=lambda lag: lag.changes)):
        shares[lag.room_id] = min(lag.changes, most // (len(lags) - done))
        most -= shares[lag.room_id]
    return shares


def _lags(statement: str, parameters: list[Any]) -> list[Lag]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Lag(*row) for row in cursor.fetchall()]
