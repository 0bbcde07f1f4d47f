"""Comparing the index with the messages, and repairing it.

A chunk is compared where none of its messages has changed since its room was indexed. What has changed since is made
again by the next step of the index anyway.
"""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection

from chat.models import Room
from search.models import Chunk, IndexedRoom
from search.models.chunk import CHUNK, FORMAT
from search.selectors import content, sources
from search.selectors.content import Content
from search.services.writing import OvertakenError, Turn, turn, write

# Chunks that are compared while the room's row is held: some ten milliseconds, in which the job passes the room over.
CHUNKS_TOGETHER = 16
ROOMS_AT_ONCE = 1000
PAUSE_SECONDS, MOST_TRIES = 0.1, 100

SURPLUS = (
    "SELECT chunk.id FROM search_chunk AS chunk LEFT JOIN chat_room AS room ON room.id = chunk.room_id"  # noqa: S608
    f" WHERE room.id IS NULL OR room.last_seq <= chunk.number * {CHUNK}"
)

Report = Callable[[int, int], None]


class Found(NamedTuple):
    """Chunks: how many were `compared`, how many of them were `wrong` or missing and are written again, how many were
    `surplus` and are gone; `busy`: how many were not compared because others indexed their room all the time."""

    compared: int = 0
    wrong: int = 0
    surplus: int = 0
    busy: int = 0


def check(report: Report) -> Found:
    """Compare and repair. `report` is told how many chunks were compared, of how many."""
    found, total = Found(surplus=_remove_surplus()), sum(number + 1 for _, number in _rooms())
    for room_id, last in _rooms():
        for first in range(0, last + 1, CHUNKS_TOGETHER):
            numbers = range(first, min(first + CHUNKS_TOGETHER, last + 1))
            wrong = _repaired(room_id, numbers)
            found = found._replace(
                compared=found.compared + len(numbers),
                wrong=found.wrong + (wrong or 0),
                busy=found.busy + (len(numbers) if wrong is None else 0),
            )
            report(found.compared, total)
    return found


def _rooms() -> Iterator[tuple[int, int]]:
    """Rooms with messages, and the number of the last chunk of each."""
    last = 0
    rooms = Room.objects.filter(last_seq__gt=0).order_by("pk").values_list("pk", "last_seq")
    while found := list(rooms.filter(pk__gt=last)[:ROOMS_AT_ONCE]):
        for room_id, last_seq in found:
            yield room_id, (last_seq - 1) // CHUNK
        last = found[-1][0]


def _repaired(room_id: int, numbers: range) -> int | None:
    """How many of these chunks were wrong; None where the room was indexed by others all the time."""
    for _ in range(MOST_TRIES):
        try:
            with turn(room_id) as before:
                if before is not None:
                    return _repair(before, numbers)
        except OvertakenError:
            continue
        time.sleep(PAUSE_SECONDS)
    return None


def _repair(before: Turn, numbers: range) -> int:
    stored = Chunk.objects.filter(room_id=before.room_id, number__in=numbers)
    by_number = {chunk.number: chunk for chunk in stored}
    wrong = [
        made
        for number in numbers
        if (made := _indexed(before, number)) is not None and not _is_same(by_number.get(number), made)
    ]
    if wrong:
        write(before, wrong, before.rev)
    return len(wrong)


def _indexed(before: Turn, number: int) -> Content | None:
    """What the chunk has to hold; None where a message of it has changed since the room was indexed."""
    messages = sources.of_chunk(before.room_id, number)
    return content.of_sources(messages) if all(message.rev <= before.rev for message in messages) else None


def _is_same(stored: Chunk | None, made: Content) -> bool:
    return (
        stored is not None
        and made
        == Content(
            stored.room_id, stored.number, stored.oldest_at, stored.newest_at, bytes(stored.signature), stored.text
        )
        and stored.format == FORMAT
    )


def _remove_surplus() -> int:
    """Delete chunks of rooms that exist no more, and chunks beyond the messages of a room."""
    with connection.cursor() as cursor:
        cursor.execute(SURPLUS)
        surplus = [pk for (pk,) in cursor.fetchall()]
    removed, _ = Chunk.objects.filter(pk__in=surplus).delete() if surplus else (0, {})
    IndexedRoom.objects.exclude(room_id__in=Room.objects.values("pk")).delete()
    return removed
