"""How the fan-out reads frames to rooms: from their first bytes, and frames about members as a whole."""

import re

import msgspec

from chat.protocol.server import MemberChanged, Read, Typing
from realtime.fanout.room_frames import RoomFrames, Standing

# Every change begins like this: see server.py. The beginning is at most 74 bytes long.
CHANGE = re.compile(rb'\{"type":"[a-z.]+","room":\d+,"rev":(\d+)')

# Frames that change nothing have no rev there.
ROOM = re.compile(rb'\{"type":"[a-z.]+","room":(\d+)')


class _User(msgspec.Struct):
    id: int


class _Member(msgspec.Struct):
    rev: int
    user: _User
    role: str | None


_decoder = msgspec.json.Decoder(_Member)


def member_in(frame: bytes) -> Standing:
    member = _decoder.decode(frame)
    return Standing(member.user.id, member.rev, member.role is not None)


def rev_of(frame: bytes) -> int:
    found = CHANGE.match(frame)
    return int(found[1]) if found else 0


def room_of(frame: bytes) -> int:
    found = ROOM.match(frame)
    return int(found[1]) if found else 0


def _beginning(frame: type[msgspec.Struct]) -> bytes:
    return b'{"type":"%s"' % str(frame.__struct_config__.tag).encode()


ROOM_FRAMES = RoomFrames(
    about_member=(_beginning(MemberChanged),),
    member=member_in,
    without_rev=(_beginning(Typing), _beginning(Read)),
    rev=rev_of,
    room=room_of,
)
