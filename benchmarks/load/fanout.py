"""Deliveries a second with a given number of frames in flight: when the last socket has a frame, the next is published."""

import asyncio
from collections.abc import Callable, Sequence

from picows import WSFrame, WSTransport

from benchmarks.load.room import Ear, Room
from benchmarks.orders import Fanout, FanoutWindow
from benchmarks.usage import Meter

# More frames than are ever in flight, a power of two.
RING = 64
DRAIN_SECONDS = 20.0


class Tally:
    """Which frames have reached everybody. Frames come to every socket in the order they were published."""

    def __init__(self, ears: Sequence["Counter"], publish: Callable[[], None]) -> None:
        self.sockets = len(ears)
        self.reached = [0] * RING
        self.published = self.landed = 0
        self.flying = True
        self._ears = ears
        self._publish = publish
        for ear in ears:
            ear.heard, ear.tally = 0, self

    @property
    def heard(self) -> int:
        return sum(ear.heard for ear in self._ears)

    def publish(self) -> None:
        self.published += 1
        self._publish()

    def land(self) -> None:
        self.landed += 1
        if self.flying:
            self.publish()


class Counter(Ear):
    """Counts, and looks at nothing but the length."""

    tally: Tally | None = None
    heard = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        tally = self.tally
        if tally is None or frame.payload_size != self.frame_size:
            super().on_ws_frame(transport, frame)
            return
        self.heard += 1
        slot = self.heard % RING
        reached = tally.reached[slot] + 1
        if reached == tally.sockets:
            tally.reached[slot] = 0
            tally.land()
        else:
            tally.reached[slot] = reached


async def work(order: Fanout) -> list[FanoutWindow]:
    room = await Room.enter(Counter, order.sockets, order.publisher)
    windows = []
    for depth in order.depths:
        tally = Tally(room.ears, room.publisher.publish)
        windows.append(await window(order, tally, depth))
        if depth != order.depths[-1]:
            await settle(tally)
    await room.leave()
    return windows


async def window(order: Fanout, tally: Tally, depth: int) -> FanoutWindow:
    for _ in range(depth):
        tally.publish()
    await asyncio.sleep(order.warm_up)
    heard, landed = tally.heard, tally.landed
    meter = Meter(order.processes, order.publisher.redis_url)
    await asyncio.sleep(order.seconds)
    usage = meter.usage()
    deliveries, messages = tally.heard - heard, tally.landed - landed
    if not deliveries:
        raise RuntimeError(f"nothing arrived any more with {depth} frames in flight: some were lost")
    return FanoutWindow(depth, deliveries, messages, usage)


async def settle(tally: Tally) -> None:
    """Let what is in flight arrive, so that it is not counted in the next window."""
    tally.flying = False
    async with asyncio.timeout(DRAIN_SECONDS):
        while tally.landed < tally.published:
            await asyncio.sleep(0.02)
