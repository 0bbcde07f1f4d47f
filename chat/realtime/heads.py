"""How far the frames that came through Redis have brought each room: the rev from which a look at the database goes on."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

# Frames to a room that change nothing in it, and so have no rev.
WITHOUT_REV = (b'{"type":"typing"', b'{"type":"read"')


class _Stamp(msgspec.Struct):
    rev: int = 0


_decoder = msgspec.json.Decoder(_Stamp)


def rev_of(frame: bytes) -> int:
    """0 for a frame that changes nothing."""
    return _decoder.decode(frame).rev


class Heads:
    """By group. Noting what arrived is on the way of every message, so the newest frame is kept as it is, and read only when asked."""

    def __init__(self) -> None:
        self._newest: dict[str, bytes] = {}

    def note(self, arrived: Mapping[str, Sequence[bytes]]) -> None:
        for group, frames in arrived.items():
            newest = frames[-1]
            if newest.startswith(WITHOUT_REV):
                newest = next((frame for frame in reversed(frames) if not frame.startswith(WITHOUT_REV)), b"")
            if newest:
                self._newest[group] = newest

    def of(self, group: str) -> int | None:
        """None where nothing has been heard yet."""
        newest = self._newest.get(group)
        return None if newest is None else rev_of(newest)

    def put(self, group: str, rev: int) -> None:
        self._newest[group] = b'{"rev":%d}' % rev

    def forget(self, groups: Iterable[str]) -> None:
        for group in groups:
            self._newest.pop(group, None)

    def news(self, group: str, frames: Iterable[bytes]) -> list[bytes]:
        """Those of these frames that go beyond what has been heard."""
        head = self.of(group) or 0
        return [frame for frame in frames if rev_of(frame) > head]
