"""The socket's wire format: the frames, and how they are read and written.

A frame is a Struct whose tag is its `type`; docs/protocol.md shows every one.
"""

from datetime import datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from accounts.payloads import User
from chat import payloads
from core.problems import Code, Problem
from realtime.handshake import Closed

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Ref = Annotated[str, Meta(max_length=64)] | int | None
Presence = Literal["online", "away", "offline"]


# -- Client → server


class MessageSend(Struct, tag="message.send"):
    room: Id
    nonce: UUID
    text: str
    reply_to: Id | None = None
    thread: Id | None = None
    ref: Ref = None


class RoomRead(Struct, tag="room.read"):
    room: Id
    seq: Seq
    ref: Ref = None


class TypingNow(Struct, tag="typing"):
    room: Id
    thread: Id | None = None
    ref: Ref = None


class PresenceWatch(Struct, tag="presence.watch"):
    """From now on these people, and nobody else."""

    users: Annotated[list[Id], Meta(max_length=200)]
    ref: Ref = None


class PresenceSet(Struct, tag="presence.set"):
    """Whether somebody is looking at this device."""

    state: Literal["online", "away"]
    ref: Ref = None


class SessionRenew(Struct, tag="session.renew"):
    token: Annotated[str, Meta(max_length=4096)]
    ref: Ref = None


class Ping(Struct, tag="ping"):
    ref: Ref = None


ClientFrame = MessageSend | RoomRead | TypingNow | PresenceWatch | PresenceSet | SessionRenew | Ping


class _Envelope(Struct):
    """As much of a frame as an error needs to answer it."""

    type: str = ""
    ref: Ref = None


_decoder: msgspec.json.Decoder[ClientFrame] = msgspec.json.Decoder(ClientFrame)
_envelope_decoder: msgspec.json.Decoder[_Envelope] = msgspec.json.Decoder(_Envelope)
_known_types = frozenset(frame.__struct_config__.tag for frame in get_args(ClientFrame))


class BadFrame(Problem):
    """A frame that cannot be understood; `ref` is the client's, where that much could be read."""

    def __init__(self, code: str, detail: str = "", ref: Ref = None) -> None:
        super().__init__(code, detail)
        self.ref = ref


def parse(raw: str | bytes) -> ClientFrame:
    """A client's frame. Raises BadFrame with `invalid_json`, `unknown_type` or `invalid`."""
    try:
        return _decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise _bad_frame(raw, str(error)) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadFrame("invalid_json") from None


def _bad_frame(raw: str | bytes, detail: str) -> BadFrame:
    try:
        envelope = _envelope_decoder.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return BadFrame("invalid", detail)
    if envelope.type not in _known_types:
        return BadFrame("unknown_type", ref=envelope.ref)
    return BadFrame("invalid", detail, envelope.ref)


# -- Server → client


class Hello(Struct, tag="hello"):
    user: User
    session: UUID
    expires_at: datetime
    epoch: UUID
    heartbeat: int
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int


class Ok(Struct, tag="ok"):
    """The answer to a frame that had a `ref`, with what the frame asked for."""

    ref: Ref
    message: payloads.Message | UnsetType = UNSET
    last_read_seq: int | UnsetType = UNSET
    presence: dict[str, Presence] | UnsetType = UNSET
    expires_at: datetime | UnsetType = UNSET


class Pong(Struct, tag="pong"):
    ref: Ref


class Error(Struct, tag="error"):
    ref: Ref
    code: Code
    detail: str
    retry_after: int | UnsetType = UNSET


class MessageChanged(Struct, tag="message"):
    room: int
    rev: int
    message: payloads.Message


class RoomChanged(Struct, tag="room"):
    room: int
    rev: int
    kind: payloads.Kind
    name: str
    topic: str
    created_at: datetime
    archived_at: datetime | None
    posting: payloads.Posting
    slow_seconds: int


class MemberChanged(Struct, tag="member"):
    """`role` is None for somebody who left."""

    room: int
    rev: int
    user: User
    role: payloads.Role | None
    joined_at: datetime
    last_read_seq: int | None
    read_rev: int | None
    member_count: int


# What concerns one person alone comes to their devices with `me`, the own rev of the change. It is missing where a worker of the version
# before made the change, or where others are told as well.


class RoomJoined(Struct, tag="room.joined"):
    """`added_by` is None for who came by themselves."""

    room: int
    added_by: User | None
    summary: payloads.RoomSummary
    me: int | UnsetType = UNSET


class RoomLeft(Struct, tag="room.left"):
    room: int
    me: int | UnsetType = UNSET


class RoomMine(Struct, tag="room.mine"):
    """What I have chosen for a room, and who added me to it, until I have said that I stay."""

    room: int
    notify: payloads.Notify
    muted: bool
    favourite: bool
    added_by: User | None
    me: int | UnsetType = UNSET


class DraftKept(Struct, tag="draft"):
    """An empty text: it was sent or cleared."""

    room: int
    thread: int | None
    text: str
    at: datetime
    me: int | UnsetType = UNSET


class UserChanged(Struct, tag="user"):
    user: User
    me: int | UnsetType = UNSET


class PresenceChanged(Struct, tag="presence"):
    user: int
    state: Presence


class Read(Struct, tag="read"):
    """`rev` counts the moves of this marker."""

    room: int
    user: int
    seq: int
    rev: int
    me: int | UnsetType = UNSET


class Typing(Struct, tag="typing"):
    room: int
    user: User
    thread: int | None


class Heartbeat(Struct, tag="heartbeat"):
    epoch: UUID
    heads: dict[str, int]
    me: int


class SessionExpiring(Struct, tag="session.expiring"):
    expires_at: datetime


ServerFrame = (
    Hello
    | Ok
    | Pong
    | Error
    | MessageChanged
    | RoomChanged
    | MemberChanged
    | RoomJoined
    | RoomLeft
    | RoomMine
    | DraftKept
    | UserChanged
    | PresenceChanged
    | Read
    | Typing
    | Heartbeat
    | SessionExpiring
    | Closed
)

_encoder = msgspec.json.Encoder()


def encode(frame: ServerFrame) -> bytes:
    return _encoder.encode(frame)
