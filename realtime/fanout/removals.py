"""Ends of memberships in a room's frames. Frames after such a frame are not for its member."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from realtime.fanout.room_frames import registered


class Heard(NamedTuple):
    """Frames for one person, and the groups that removed this person with the rev of the removal."""

    frames: list[bytes]
    ended: dict[str, int]


def heard_by(user_id: int, arrived: Iterable[tuple[str, bytes]], known: Mapping[str, int]) -> Heard:
    """Select the frames for one person. `known`: the rev at which each group's room was read; removals up to that
    rev are part of what was read."""
    room_frames = registered()
    frames: list[bytes] = []
    ended: dict[str, int] = {}
    for group, frame in arrived:
        standing = room_frames.standing_in(frame)
        if standing is None or standing.user_id != user_id:
            standing = None
        elif standing.is_member:
            ended.pop(group, None)
        if group not in ended:
            frames.append(frame)
        if standing and not standing.is_member and standing.rev > known.get(group, 0):
            ended[group] = standing.rev
    return Heard(frames, ended)
