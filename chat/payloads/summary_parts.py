"""The JSON of a room's summary in two parts: what all members share, and what is one member's own.

A hello shows hundreds of rooms. Most members of a room differ in the second part alone, so the first is encoded once for
all of them.
"""

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec

from chat import models
from chat.payloads.rooms import RoomShared, RoomSummary

# The fields of the second part, in their order.
OWN_FIELDS = RoomSummary.__struct_fields__[len(RoomShared.__struct_fields__) :]
# Bytes that an entry takes besides its text.
AROUND_A_TEXT = 400
# Bytes of all shared parts that a process keeps: those of some 40,000 rooms.
MOST_KEPT_BYTES = 32_000_000

encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines
# It needs no garbage collection: nothing in it refers to it.
OwnPart: Any = msgspec.defstruct(
    "OwnPart",
    [
        *((name, Any) for name in OWN_FIELDS[:-2]),
        ("people", Any, msgspec.field(default_factory=list)),
        ("added_by", Any, None),
    ],
    frozen=True,
    gc=False,
)


class SharedPart(NamedTuple):
    """`text`: JSON without its end. The rest is what the order of a hello's rooms asks for."""

    rev: int
    text: bytes
    is_direct: bool
    is_archived: bool
    last_message_at: datetime | None

    @classmethod
    def of(cls, room: RoomShared) -> "SharedPart":
        is_direct = room.kind == models.Room.Kind.DIRECT
        return cls(room.rev, encode(room)[:-1] + b",", is_direct, room.archived_at is not None, room.last_message_at)


def own_ends(parts: Sequence[Any]) -> list[bytes]:
    """The JSON of these OwnParts, each without its beginning."""
    # JSON as msgspec writes it has no line breaks. One call for all is a third of the time of one call for each.
    return _encode_lines(parts)[1:-1].split(b"\n{") if parts else []


def encoded_summaries(texts: Iterable[bytes]) -> list[RoomSummary]:
    """Summaries that are JSON already, for a frame that is encoded: it takes them as they are."""
    return cast(list[RoomSummary], msgspec.Raw(b"[%b]" % b",".join(texts)))


class SharedParts:
    """The shared parts of rooms, each at the rev at which it was read. Bounded in bytes: the oldest are dropped.

    Every change of what is shared takes the next rev of its room, in one transaction with the change. Another epoch uses
    revs again, so nothing is kept beyond it.
    """

    def __init__(self, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self.most_bytes = most_bytes
        self.kept_bytes = 0
        self._epoch: UUID | None = None
        self._parts: dict[int, SharedPart] = {}
        self._lock = threading.Lock()

    def at(self, epoch: UUID, revs: Iterable[tuple[int, int]]) -> dict[int, SharedPart]:
        """The kept parts of these rooms, given as (id, rev), where they have just that rev."""
        if epoch != self._epoch:
            return {}
        get = self._parts.get
        return {room: part for room, rev in revs if (part := get(room)) is not None and part.rev == rev}

    def put(self, epoch: UUID, read: Iterable[tuple[int, SharedPart]]) -> None:
        with self._lock:
            if epoch != self._epoch:
                self.forget()
                self._epoch = epoch
            for room, part in read:
                self._drop(room)
                self._parts[room] = part
                self.kept_bytes += len(part.text) + AROUND_A_TEXT
            while self.kept_bytes > self.most_bytes:
                self._drop(next(iter(self._parts)))

    def forget(self) -> None:
        self._parts.clear()
        self.kept_bytes = 0

    def _drop(self, room: int) -> None:
        if (part := self._parts.pop(room, None)) is not None:
            self.kept_bytes -= len(part.text) + AROUND_A_TEXT
