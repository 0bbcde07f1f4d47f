"""Deliveries a second with a given number of frames in flight: when the last socket has a frame, the next is published."""

import asyncio
from collections.abc import Callable
from functools import partial

from benchmarks.load.counting import Counting, Tally
from benchmarks.load.room import Ear, Room
from benchmarks.load.waiting import until
from benchmarks.orders import Fanout, FanoutWindow, Window
from benchmarks.usage import Meter

# How long a slow server may take to get a frame to everybody.
PATIENCE_SECONDS = 20.0


async def work(order: Fanout) -> list[FanoutWindow]:
    room = await Room.enter(Ear, order.sockets, order.publisher)
    windows = []
    for depth in order.depths:
        with room.publisher.trigger() as (where, notice):
            async with Counting(room.ears, room.ears[0].frame_size, where, notice) as counting:
                for _ in range(depth):
                    room.publisher.publish()
                start_meter = partial(Meter, order.processes, order.publisher.redis_url)
                windows.append(await fly(counting.tally, depth, order.window, start_meter))
                if depth != order.depths[-1]:
                    await land(counting.tally, depth)
    await room.leave()
    return windows


async def fly(tally: Tally, depth: int, window: Window, start_meter: Callable[[], Meter]) -> FanoutWindow:
    """Measure once it flows: at least one frame has landed before, and everybody has heard one in between."""
    await asyncio.sleep(window.warm_up)
    await until(lambda: tally.landed > 0, PATIENCE_SECONDS, "the first frame to reach everybody")
    heard, landed = tally.heard, tally.landed
    meter = start_meter()
    await asyncio.sleep(window.seconds)
    await until(lambda: tally.landed > landed, PATIENCE_SECONDS, "another frame to reach everybody")
    usage = meter.usage()
    return FanoutWindow(depth, tally.heard - heard, tally.landed - landed, usage)


async def land(tally: Tally, depth: int) -> None:
    """Let what is in flight arrive, so that it is not counted in the next window."""
    tally.flying = False
    await until(lambda: tally.landed >= depth + tally.published, PATIENCE_SECONDS, "the last frames")
