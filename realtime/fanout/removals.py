"""Ends of memberships in a room's frames. Frames after such a frame are not for its member."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

# Frames about a member begin like this (chat/protocol/server.py). They are few, and only they are parsed.
MEMBER = b'{"type":"member"'


class _User(msgspec.Struct):
    id: int


class _Member(msgspec.Struct):
    rev: int
    user: _User
    role: str | None


class Standing(NamedTuple):
    """What a frame says about a member."""

    user_id: int
    rev: int
    is_member: bool


_decoder = msgspec.json.Decoder(_Member)


def standing_in(frame: bytes) -> Standing | None:
    """The member's standing; None for a frame about anything else."""
    if not frame.startswith(MEMBER):
        return None
    member = _decoder.decode(frame)
    return Standing(member.user.id, member.rev, member.role is not None)


class Heard(NamedTuple):
    """Frames for one person, and the groups that removed this person with the rev of the removal."""

    frames: list[bytes]
    ended: dict[str, int]


def heard_by(user_id: int, arrived: Iterable[tuple[str, bytes]], known: Mapping[str, int]) -> Heard:
    """Select the frames for one person. `known`: the rev at which each group's room was read; removals up to that
    rev are part of what was read."""
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
