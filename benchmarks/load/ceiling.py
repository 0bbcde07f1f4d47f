"""What this load generator can take in: the other end is C and does nothing but write (benchmarks/peers/blaster.py)."""

import asyncio

from benchmarks.load.connection import Crowd
from benchmarks.load.fanout import Counter, Tally
from benchmarks.orders import TEXT_BYTES, Ceiling, CeilingWindow
from benchmarks.usage import Meter


class Sink(Counter):
    """Counts as load/fanout.py does, frame by frame, so that its ceiling is the same."""

    def __init__(self) -> None:
        super().__init__()
        self.frame_size = TEXT_BYTES


async def work(order: Ceiling) -> CeilingWindow:
    crowd: Crowd[Sink] = Crowd(Sink)
    await crowd.open(order.sockets)
    tally = Tally(crowd.connections, lambda: None)
    await asyncio.sleep(order.warm_up)
    before = tally.heard
    meter = Meter(order.processes)
    await asyncio.sleep(order.seconds)
    usage, deliveries = meter.usage(), tally.heard - before
    await crowd.close()
    return CeilingWindow(deliveries, usage)
