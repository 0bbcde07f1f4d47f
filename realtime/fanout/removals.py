"""The end of a membership, as the frames of its room tell it: what comes after that frame is not for its member any more."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

# A frame about a member begins with this (chat/protocol/server.py), as few frames do: only these are read.
MEMBER = b'{"type":"member"'


class _User(msgspec.Struct):
    id: int


class _Member(msgspec.Struct):
    rev: int
    user: _User
    role: str | None


class Standing(NamedTuple):
    """What a frame says of a member."""

    user_id: int
    rev: int
    is_member: bool


_decoder = msgspec.json.Decoder(_Member)


def standing_in(frame: bytes) -> Standing | None:
    """None for a frame about something else."""
    if not frame.startswith(MEMBER):
        return None
    member = _decoder.decode(frame)
    return Standing(member.user.id, member.rev, member.role is not None)


class Heard(NamedTuple):
    """Frames of some groups that are for one person, and the groups that this person has been removed from, with the rev of that."""

    frames: list[bytes]
    ended: dict[str, int]


def heard_by(user_id: int, arrived: Iterable[tuple[str, bytes]], known: Mapping[str, int]) -> Heard:
    """`known`: the rev with which a group's room was read. What was told of a membership up to there is in what was read."""
    frames: list[bytes] = []
    ended: dict[str, int] = {}
    for group, frame in arrived:
        standing = standing_in(frame)
        if standing is None or standing.user_id != user_id:
            standing = None
        elif standing.is_member:
            ended.pop(group, None)
        if group not in ended:
            frames.append(frame)
        if standing and not standing.is_member and standing.rev > known.get(group, 0):
            ended[group] = standing.rev
    return Heard(frames, ended)
