"""What the site and the process that sends its pushes say to each other: frames of a length and MessagePack, on the pipes of that
process."""

import os
from contextlib import suppress
from select import POLLOUT, poll
from typing import TypeVar

import msgspec
from msgspec import Struct

from notifications.push.transport.parcels import Delivered, Parcel

LENGTH_BYTES = 4

Said = TypeVar("Said")


class Settings(Struct):
    """The first frame. `allowed`: networks, as in OUTGOING_ALLOWED."""

    allowed: list[str]


class Order(Struct):
    number: int
    parcels: list[Parcel]


class Report(Struct):
    """Of the order of this number, in the order of its parcels."""

    number: int
    delivered: list[Delivered]


def say(pipe: int, what: Struct, *, seconds: float | None = None) -> None:
    """Raises OSError where nobody reads any more, and TimeoutError, on a pipe that does not block, where nobody has read for so many
    seconds: half of a frame may be said then."""
    body = msgspec.msgpack.encode(what)
    left = memoryview(len(body).to_bytes(LENGTH_BYTES, "big") + body)
    space = poll()
    space.register(pipe, POLLOUT)
    while left:
        if not space.poll(None if seconds is None else 1000 * seconds):
            raise TimeoutError
        with suppress(BlockingIOError):
            left = left[os.write(pipe, left) :]


def hear(pipe: int, kind: type[Said]) -> Said | None:
    """None where nobody writes any more. Raises msgspec.DecodeError."""
    length = _read(pipe, LENGTH_BYTES)
    body = _read(pipe, int.from_bytes(length, "big")) if length else None
    return None if body is None else msgspec.msgpack.decode(body, type=kind)


def _read(pipe: int, count: int) -> bytes | None:
    body = bytearray()
    while len(body) < count:
        part = os.read(pipe, count - len(body))
        if not part:
            return None
        body += part
    return bytes(body)
