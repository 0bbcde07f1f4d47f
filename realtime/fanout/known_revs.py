"""The newest rev of each room that arrived through Redis. A read of the database continues from there."""

import re
from collections.abc import Iterable, Mapping, Sequence

# Frames to a room that change nothing in it and have no rev.
WITHOUT_REV = (b'{"type":"typing"', b'{"type":"read"')
# Every change begins like this (chat/protocol/server.py). The beginning is at most 74 bytes long.
BEGINNING = re.compile(rb'\{"type":"[a-z.]+","room":\d+,"rev":(\d+)')
BEGINNING_BYTES = 96


def rev_of(frame: bytes) -> int:
    """The rev of a frame or of its beginning; 0 for a frame that changes nothing."""
    found = BEGINNING.match(frame)
    return int(found[1]) if found else 0


class KnownRevs:
    """The newest frame of each room. Every message passes `note`, so a frame is parsed only when its rev is asked
    for. Only the beginning of a frame is kept, because rooms are many and frames may be long."""

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
        """The newest rev; None when nothing has arrived yet."""
        newest = self._newest.get(group)
        return None if newest is None else rev_of(newest)

    def put(self, group: str, rev: int) -> None:
        self._newest[group] = b'{"type":"head","room":0,"rev":%d' % rev

    def forget(self, groups: Iterable[str]) -> None:
        for group in groups:
            self._newest.pop(group, None)

    def news(self, group: str, frames: Iterable[bytes]) -> list[bytes]:
        """The frames whose rev is greater than the newest known rev."""
        head = self.of(group) or 0
        return [frame for frame in frames if rev_of(frame) > head]
