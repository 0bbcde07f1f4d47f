"""A crowd in one room that hears what is published there."""

import asyncio
from collections import Counter
from typing import Generic, TypeVar

from picows import WSFrame, WSTransport

from benchmarks.load.connection import Connection, Crowd
from benchmarks.load.publisher import Publishes, publisher_of
from benchmarks.orders import MARK, STAMP_DIGITS, Publisher, Socket

JOIN_SECONDS = 30.0
PROBE_SECONDS = 0.25
MOST_TOLD = 5  # frames


class Ear(Connection):
    """Finds out what a published frame looks like here: how long it is, and where in it the stamp.

    Socket.IO's and Irori's sockets get frames of other kinds, too. Frames of a published text are all of one length, and no other is.
    """

    def __init__(self, socket: Socket) -> None:
        super().__init__(socket)
        self.stamp = 0
        self.frame_size = 0
        self.stamp_at = slice(0)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        at = payload.find(MARK) + len(MARK)
        if at < len(MARK):
            super().on_ws_frame(transport, frame)
            return
        self.frame_size, self.stamp_at = len(payload), slice(at, at + STAMP_DIGITS)
        self.stamp = int(payload[self.stamp_at])


AnyEar = TypeVar("AnyEar", bound=Ear)


class Room(Generic[AnyEar]):
    def __init__(self, crowd: Crowd[AnyEar], publisher: Publishes) -> None:
        self.crowd = crowd
        self.publisher = publisher

    @property
    def ears(self) -> list[AnyEar]:
        return self.crowd.connections

    @classmethod
    async def enter(cls, kind: type[AnyEar], sockets: list[Socket], publisher: Publisher) -> "Room[AnyEar]":
        """Everybody in, and known to be: they have all heard the same frame."""
        room = cls(Crowd(kind), await publisher_of(publisher))
        await room.crowd.open(sockets)
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                while not room.everybody_heard_the_same():
                    room.publisher.publish()
                    await asyncio.sleep(PROBE_SECONDS)
        except TimeoutError:
            heard = Counter(ear.stamp for ear in room.ears).most_common(MOST_TOLD)
            raise TimeoutError(f"not all heard the same: {heard}") from None
        return room

    def everybody_heard_the_same(self) -> bool:
        stamps = {ear.stamp for ear in self.ears}
        return len(stamps) == 1 and stamps != {0}

    async def leave(self) -> None:
        await self.publisher.close()
        await self.crowd.close()
