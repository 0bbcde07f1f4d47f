"""How long a frame takes from being published to each socket, at a rate the server can keep up with."""

import asyncio
import contextlib
import time

from picows import WSFrame, WSTransport

from benchmarks.load.room import Ear, Room
from benchmarks.load.waiting import until
from benchmarks.orders import Latency, LatencyWindow
from benchmarks.quantiles import milliseconds
from benchmarks.usage import Meter

# What is still on its way when the last frame has been published.
LAST_ARRIVAL_SECONDS = 10.0


class Stopwatch(Ear):
    """Reads the stamp of every frame."""

    times: list[int] | None = None

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if self.times is None or frame.payload_size != self.frame_size:
            super().on_ws_frame(transport, frame)
            return
        self.times.append(time.monotonic_ns() - int(frame.get_payload_as_bytes()[self.stamp_at]))


async def work(order: Latency) -> LatencyWindow:
    room = await Room.enter(Stopwatch, order.sockets, order.publisher)
    times: list[int] = []
    for ear in room.ears:
        ear.times = times
    at_rest = await publishes_at_rest(order) if order.rest_seconds else 0
    meter = Meter(order.processes, order.publisher.redis_url)
    messages = await publish_steadily(room, order)
    usage = meter.usage()
    usage.redis_publishes -= round(at_rest * usage.seconds)
    expected = messages * len(room.ears)
    # Those that are missing in the end are lost, and the window says so.
    with contextlib.suppress(TimeoutError):
        await until(lambda: len(times) == expected, LAST_ARRIVAL_SECONDS, "the last frame")
    await room.leave()
    p50, p99 = milliseconds(times, 0.5), milliseconds(times, 0.99)
    return LatencyWindow(p50, p99, len(times), expected, usage)


async def publishes_at_rest(order: Latency) -> float:
    """A second, while nobody says anything: workers tell each other that they live."""
    meter = Meter(order.processes, order.publisher.redis_url)
    await asyncio.sleep(order.rest_seconds)
    usage = meter.usage()
    return usage.redis_publishes / usage.seconds


async def publish_steadily(room: Room[Stopwatch], order: Latency) -> int:
    loop = asyncio.get_running_loop()
    messages = int(order.rate * order.seconds)
    begin = loop.time()
    for number in range(messages):
        await asyncio.sleep(max(0.0, begin + number / order.rate - loop.time()))
        room.publisher.publish()
    return messages
