"""The newest rev of each room that arrived through Redis. A read of the database continues from there."""

from collections.abc import Iterable, Mapping, Sequence

from realtime.fanout.room_frames import BEGINNING_BYTES, registered


class KnownRevs:
    """The newest frame of each room. Every message passes `note`, so a frame is parsed only when its rev is asked
    for. Only the beginning of a frame is kept, because rooms are many and frames may be long."""

    def __init__(self) -> None:
        self._frames = registered()
        # The beginning of the newest frame, or its rev.
        self._newest: dict[str, bytes | int] = {}

    def note(self, arrived: Mapping[str, Sequence[bytes]]) -> None:
        without_rev = self._frames.without_rev
        for group, frames in arrived.items():
            newest = frames[-1]
            if newest.startswith(without_rev):
                newest = next((frame for frame in reversed(frames) if not frame.startswith(without_rev)), b"")
            if newest:
                self._newest[group] = newest[:BEGINNING_BYTES]

    def of(self, group: str) -> int | None:
        """The newest rev; None when nothing has arrived yet."""
        newest = self._newest.get(group)
        return self._frames.rev(newest) if isinstance(newest, bytes) else newest

    def put(self, group: str, rev: int) -> None:
        self._newest[group] = rev

    def forget(self, groups: Iterable[str]) -> None:
        for group in groups:
            self._newest.pop(group, None)

    def news(self, group: str, frames: Iterable[bytes]) -> list[bytes]:
        """The frames whose rev is greater than the newest known rev."""
        head = self.of(group) or 0
        return [frame for frame in frames if self._frames.rev(frame) > head]
