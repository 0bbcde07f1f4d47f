"""Messages that arrive at a steady rate: `python -m benchmarks.search.writers`, with an order on the standard input.

It writes until the input ends, and prints how many messages were acknowledged in how many seconds, as JSON.
"""

import asyncio
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.search.texts import Texts
from lab.servers.process import ROOT

SEED = 7
WARM_UP_SECONDS = 3.0
# Messages of a writer that are not acknowledged. Where the server is slower, fewer arrive, and the figures say so.
MOST_WAITING = 50


class Order(msgspec.Struct):
    """`tokens`: of the people who write, each in the rooms of that person. `rate`: messages a second of all together."""

    url: str
    tokens: list[str]
    rate: float


class Written(msgspec.Struct):
    acknowledged: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return round(self.acknowledged / self.seconds, 1) if self.seconds else 0.0


@contextmanager
def writing(order: Order) -> Iterator[Written]:
    """Messages arrive inside. What was written is known after the end."""
    command, written = [sys.executable, "-m", "benchmarks.search.writers"], Written()
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(msgspec.json.encode(order) + b"\n")
        process.stdin.flush()
        time.sleep(WARM_UP_SECONDS)
        try:
            yield written
        finally:
            answer, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the writers failed")
    found = msgspec.json.decode(answer, type=Written)
    written.acknowledged, written.seconds = found.acknowledged, found.seconds


async def write(order: Order) -> Written:
    texts, written = Texts(SEED).endless(), Written()
    began = time.monotonic()
    writers = [asyncio.ensure_future(_write(order, token, texts, written)) for token in order.tokens]
    ended = asyncio.ensure_future(asyncio.to_thread(sys.stdin.buffer.read))
    done, _ = await asyncio.wait([ended, *writers], return_when=asyncio.FIRST_COMPLETED)
    written.seconds = time.monotonic() - began
    for writer in writers:
        writer.cancel()
    for one in done - {ended}:
        one.result()  # raises what ended a writer
    return written


async def _write(order: Order, token: str, texts: Iterator[str], written: Written) -> None:
    protocols = ["chat.v1", f"bearer.{token}"]
    async with connect(order.url, subprotocols=protocols, max_size=None, ping_interval=None) as socket:  # type: ignore[arg-type]
        rooms = [room["id"] for room in msgspec.json.decode(await socket.recv())["rooms"]]
        free = asyncio.Semaphore(MOST_WAITING)
        sending = asyncio.ensure_future(_send(socket, rooms, texts, order.rate / len(order.tokens), free))
        async for frame in socket:
            if str(frame).startswith('{"type":"ok"'):
                written.acknowledged += 1
                free.release()
            elif str(frame).startswith('{"type":"error"'):
                raise RuntimeError(frame)
        await sending


async def _send(
    socket: ClientConnection, rooms: list[int], texts: Iterator[str], rate: float, free: asyncio.Semaphore
) -> None:
    """Who is late catches up, so that the rate is what it says."""
    choice = random.Random(rooms[0])
    at = time.monotonic() + choice.random() / rate
    while True:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        await free.acquire()
        frame = {"type": "message.send", "ref": 1, "room": choice.choice(rooms), "nonce": str(uuid.uuid4())}
        await socket.send(msgspec.json.encode({**frame, "text": next(texts)}), text=True)
        at += 1 / rate


if __name__ == "__main__":
    given = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(write(given))))
