"""No message is written to an archived room."""

from collections.abc import Collection
from datetime import datetime

from chat.gates.gate import Check, Gate, Writer
from chat.models import Room
from core.problems import Problem


def refuse(room: Room) -> None:
    """Raises Problem `room_archived`."""
    if room.is_archived:
        raise Problem("room_archived")


def _open(writers: Collection[Writer], now: datetime) -> Check | None:
    return _check if any(writer.room.is_archived for writer in writers) else None


def _check(writer: Writer) -> None:
    refuse(writer.room)


ARCHIVED = Gate(_open)
