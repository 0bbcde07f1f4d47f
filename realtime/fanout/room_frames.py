"""What the fan-out has to know about frames to rooms. The app that writes these frames registers it."""

from collections.abc import Callable
from typing import NamedTuple


class Standing(NamedTuple):
    """What a frame says about a member."""

    user_id: int
    rev: int
    is_member: bool


class RoomFrames(NamedTuple):
    """`about_member`, `without_rev`: how frames about a member begin, and frames that change nothing in their room.
    `member` reads a frame about a member. `rev` reads the rev from a frame's first BEGINNING_BYTES bytes; 0 for a frame
    that changes nothing. `room` reads the room's id from them; 0 for a frame of no room.

    Frames about a member are few, and only they are parsed as a whole.
    """

    about_member: tuple[bytes, ...]
    member: Callable[[bytes], Standing]
    without_rev: tuple[bytes, ...]
    rev: Callable[[bytes], int]
    room: Callable[[bytes], int]

    def standing_in(self, frame: bytes) -> Standing | None:
        """The member's standing; None for a frame about anything else."""
        return self.member(frame) if frame.startswith(self.about_member) else None


# At least as long as the part of a frame that ends with its rev.
BEGINNING_BYTES = 96


def _unknown(frame: bytes) -> Standing:
    raise NotImplementedError


_registered = RoomFrames((), _unknown, (), lambda frame: 0, lambda frame: 0)


def register(frames: RoomFrames) -> None:
    """Call it before the first channel layer is made."""
    global _registered
    _registered = frames


def registered() -> RoomFrames:
    return _registered
