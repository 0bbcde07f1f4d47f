"""Everybody listens, and what comes says when it was sent, and in which phase."""

import asyncio
import time
from collections import defaultdict

from picows import WSFrame, WSTransport

from benchmarks.load.connection import Connection, Crowd
from benchmarks.orders import CROWD_MARK, Heard, Listen
from benchmarks.quantiles import milliseconds

MARK = CROWD_MARK.encode()
# A label and nineteen digits.
LONGEST = 40


class Listener(Connection):
    took: dict[bytes, list[int]]

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        at = payload.find(MARK)
        if at < 0 or not payload.startswith(b'{"type":"message"'):
            super().on_ws_frame(transport, frame)
            return
        label, _, stamp = payload[at + len(MARK) : at + len(MARK) + LONGEST].partition(b"-")
        self.took[label].append(time.monotonic_ns() - int(stamp.split(b" ", 1)[0]))


async def work(order: Listen) -> dict[str, Heard]:
    took: dict[bytes, list[int]] = defaultdict(list)
    crowd: Crowd[Listener] = Crowd(Listener)
    Listener.took = took
    begun = time.monotonic()
    await crowd.open(order.sockets)
    if (late := time.monotonic() - begun) > order.open_seconds:
        raise TimeoutError(f"all sockets were there after {late:.0f} s only")
    await asyncio.sleep(begun + order.open_seconds + order.seconds - time.monotonic())
    await crowd.close()
    return {
        label.decode(): Heard(len(times), milliseconds(times, 0.5), milliseconds(times, 0.99))
        for label, times in took.items()
    }
