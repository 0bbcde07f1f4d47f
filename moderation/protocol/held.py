"""Frames about held messages."""

from msgspec import Struct
from msgspec.structs import asdict

from chat import payloads


class HeldChanged(payloads.HeldMessage, frozen=True, tag="held.changed"):
    """To all devices of the author: it waits, or was decided."""

    @classmethod
    def of(cls, held: payloads.HeldMessage) -> "HeldChanged":
        return cls(**asdict(held))


class HeldWaiting(Struct, tag="held.waiting"):
    """To those who decide in a room: how many messages wait there."""

    room: int
    n: int


HeldFrame = HeldChanged | HeldWaiting
