"""Everybody reads each message of a room as it comes."""

import json
import time
from collections.abc import Sequence
from functools import partial

from picows import WSFrame, WSTransport

from benchmarks.load.connection import Connection, Crowd
from benchmarks.load.waiting import until
from benchmarks.orders import Reads, ReadsWindow, Socket
from benchmarks.quantiles import milliseconds
from benchmarks.usage import Meter

ENTER_SECONDS = 30.0
ANSWER_SECONDS = 60.0


class Reader(Connection):
    def __init__(self, socket: Socket) -> None:
        super().__init__(socket)
        self.is_in = False
        self.asked = 0
        self.times: list[int] = []

    def read(self, room: int, seq: int) -> None:
        self.asked = time.monotonic_ns()
        self.say(json.dumps({"type": "room.read", "ref": 1, "room": room, "seq": seq}).encode())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        if payload.startswith(b'{"type":"ok"'):
            self.times.append(time.monotonic_ns() - self.asked)
        elif payload.startswith(b'{"type":"hello"'):
            self.is_in = True
        elif payload.startswith((b'{"type":"error"', b'{"type":"closed"')):
            raise RuntimeError(payload.decode())
        else:
            super().on_ws_frame(transport, frame)


async def work(order: Reads) -> ReadsWindow:
    crowd: Crowd[Reader] = Crowd(Reader)
    await crowd.open(order.sockets)
    readers = crowd.connections
    await until(lambda: all(reader.is_in for reader in readers), ENTER_SECONDS, "everybody's hello")
    meter = Meter(order.processes, order.redis_url)
    for turn in range(order.count):
        for reader in readers:
            reader.read(order.room, order.first + turn)
        await until(partial(have_read, readers, turn + 1), ANSWER_SECONDS, "everybody's marker")
    usage = meter.usage()
    await crowd.close()
    times = [taken for reader in readers for taken in reader.times]
    return ReadsWindow(len(times), milliseconds(times, 0.5), milliseconds(times, 0.99), usage)


def have_read(readers: Sequence[Reader], count: int) -> bool:
    return all(len(reader.times) == count for reader in readers)
