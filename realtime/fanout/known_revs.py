"""How far the frames that came through Redis have brought each room: the rev from which a look at the database goes on."""

import re
from collections.abc import Iterable, Mapping, Sequence

# Frames to a room that change nothing in it, and so have no rev.
WITHOUT_REV = (b'{"type":"typing"', b'{"type":"read"')
# A change begins with this (chat/protocol/server.py): with the largest numbers 74 bytes.
BEGINNING = re.compile(rb'\{"type":"[a-z.]+","room":\d+,"rev":(\d+)')
BEGINNING_BYTES = 96


def rev_of(frame: bytes) -> int:
    """Of a frame, or of its beginning; 0 for one that changes nothing."""
    found = BEGINNING.match(frame)
    return int(found[1]) if found else 0


class KnownRevs:
    """By room. Noting what arrived is on the way of every message, so it is read only when asked. Of the newest frame the beginning is
    kept and no more: rooms are many, frames may be long, and what is said in them is no business of this."""

    def __init__(self) -> None:
        self._newest: dict[str, bytes] = {}

    def note(self, arrived: Mapping[str, Sequence[bytes]]) -> None:
        for group, frames in arrived.items():
            newest = frames[-1]
            if newest.startswith(WITHOUT_REV):
                newest = next((frame for frame in reversed(frames) if not frame.startswith(WITHOUT_REV)), b"")
            if newest:
                self._newest[group] = newest[:BEGINNING_BYTES]

    def of(self, group: str) -> int | None:
        """None where nothing has been heard yet."""
        newest = self._newest.get(group)
        return None if newest is None else rev_of(newest)

    def put(self, group: str, rev: int) -> None:
        self._newest[group] = b'{"type":"head","room":0,"rev":%d' % rev

    def forget(self, groups: Iterable[str]) -> None:
        for group in groups:
            self._newest.pop(group, None)

    def news(self, group: str, frames: Iterable[bytes]) -> list[bytes]:
        """Those of these frames that go beyond what has been heard."""
        head = self.of(group) or 0
        return [frame for frame in frames if rev_of(frame) > head]
