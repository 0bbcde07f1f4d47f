"""How many sockets come in a second, when so many try at once."""

import time

from benchmarks.load.connection import Crowd
from benchmarks.load.guest import Guest
from benchmarks.orders import Connects, ConnectsWindow, Socket
from benchmarks.quantiles import milliseconds
from benchmarks.usage import Meter


class Door(Crowd[Guest]):
    """Notes how long each of them took."""

    def __init__(self, *, first_frame: bool) -> None:
        super().__init__(Guest)
        self.times: list[int] = []
        self._first_frame = first_frame

    async def let_in(self, socket: Socket) -> Guest:
        begin = time.monotonic_ns()
        guest = await super().let_in(socket)
        if self._first_frame:
            await guest.first_frame
        self.times.append(time.monotonic_ns() - begin)
        return guest


async def work(order: Connects) -> ConnectsWindow:
    door = Door(first_frame=order.first_frame)
    meter = Meter(order.processes, order.redis_url)
    await door.open(order.sockets, order.at_once)
    usage = meter.usage()
    await door.close()
    return ConnectsWindow(len(door.times), milliseconds(door.times, 0.5), milliseconds(door.times, 0.99), usage)
