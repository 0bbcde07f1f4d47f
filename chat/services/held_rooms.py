"""Rooms that another transaction locks for too long: a worker that hangs, or a person with a database console.

The first request that meets such a room waits for the database's `lock_timeout`. Later requests only check whether the
room is free again, so that a worker's few threads do not all wait for one room.
"""

import time
from collections.abc import Collection

from django.db import OperationalError

from chat.models import Room
from chat.models.room import Rooms
from core.db.postgresql.errors import is_lock_timeout
from core.problems import Problem

# A room is forgotten after this time, because there may be no later request for it.
REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 10_000

_held: dict[int, float] = {}


def lock_room(rooms: Rooms, room_id: int) -> Room | None:
    """The room with this id, locked until the transaction ends; None when `rooms` has no such room. Raises Problem
    `unavailable`."""
    wanted = rooms.filter(pk=room_id)
    if is_held(room_id):
        return _free_room(wanted, room_id)
    try:
        return wanted.locked().first()
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        note(room_id)
        raise busy() from error


def lock_rooms(rooms: Rooms, ids: Collection[int]) -> dict[int, Room]:
    """The rooms with these ids, locked as `lock_room` does, ascending by id: no two transactions wait for each other
    for ever. Raises Problem `unavailable`."""
    if any(map(is_held, ids)):
        found = [lock_room(rooms, room_id) for room_id in sorted(ids)]
        return {room.pk: room for room in found if room}
    try:
        return {room.pk: room for room in rooms.filter(pk__in=ids).order_by("pk").locked()}
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        raise busy() from error


def _free_room(wanted: Rooms, room_id: int) -> Room | None:
    room = wanted.locked(skip_locked=True).first()
    if room is None and wanted.exists():
        raise busy()
    forget(room_id)
    return room


def is_held(room_id: int) -> bool:
    at = _held.get(room_id)
    return at is not None and time.monotonic() - at < REMEMBERED_SECONDS


def note(room_id: int) -> None:
    if len(_held) >= MOST_REMEMBERED:
        _held.clear()
    _held[room_id] = time.monotonic()


def forget(room_id: int) -> None:
    _held.pop(room_id, None)


def busy() -> Problem:
    return Problem("unavailable", "Something else holds this room: try again.", wait=1)
