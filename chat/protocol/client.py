"""Frames of a client, and how they are parsed."""

from functools import cache
from typing import Annotated, Any, Literal, Union
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from chat.models.refused_retry import MOST_ATTEMPTS
from core.app_contents import named
from core.problems import Problem

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Ref = Annotated[str, Meta(max_length=64)] | int | None
# How often the client has sent this message, this time included.
Attempt = Annotated[int, Meta(ge=1, le=MOST_ATTEMPTS)]
Presence = Literal["online", "away", "offline"]


class MessageSend(Struct, tag="message.send"):
    room: Id
    nonce: UUID
    text: str
    reply_to: Id | None = None
    thread: Id | None = None
    files: tuple[UUID, ...] = ()
    despite_warning: bool = False
    attempt: Attempt = 1
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
    """Whether somebody is looking at this device, and at which room."""

    state: Literal["online", "away"]
    room: Id | None = None
    ref: Ref = None


class SessionRenew(Struct, tag="session.renew"):
    token: Annotated[str, Meta(max_length=4096)]
    ref: Ref = None


class Ping(Struct, tag="ping"):
    ref: Ref = None


ClientFrame = MessageSend | RoomRead | TypingNow | PresenceWatch | PresenceSet | SessionRenew | Ping


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    """The decoder of all installed apps' frames."""
    return msgspec.json.Decoder(Union[frames()])  # noqa: UP007 (not known before)


@cache
def frames() -> tuple[type[Struct], ...]:
    """The frames that a socket reads."""
    return tuple(frame for frames in named("client_frames") for frame in frames)


class _Envelope(Struct):
    """As much of a frame as an error needs to answer it."""

    type: str = ""
    ref: Ref = None


_envelope_decoder: msgspec.json.Decoder[_Envelope] = msgspec.json.Decoder(_Envelope)


class BadFrame(Problem):
    """A frame that cannot be parsed. `ref` is the client's, when that could be read."""

    def __init__(self, code: str, detail: str = "", ref: Ref = None) -> None:
        super().__init__(code, detail)
        self.ref = ref


def parse(raw: str | bytes) -> Any:
    """Parse a frame. Raises BadFrame with `invalid_json`, `unknown_type` or `invalid`."""
    try:
        return _decoder().decode(raw)
    except msgspec.ValidationError as error:
        raise _bad_frame(raw, str(error)) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadFrame("invalid_json") from None


def _bad_frame(raw: str | bytes, detail: str) -> BadFrame:
    try:
        envelope = _envelope_decoder.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return BadFrame("invalid", detail)
    if envelope.type not in {frame.__struct_config__.tag for frame in frames()}:
        return BadFrame("unknown_type", ref=envelope.ref)
    return BadFrame("invalid", detail, envelope.ref)
