"""Getting frames into the room."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from benchmarks.orders import Publisher, text_of

RINGS = 4096

# Send these bytes there, and a frame is published.
Trigger = tuple[socket.socket, bytes]


class Publishes(Protocol):
    published: int

    def publish(self) -> None: ...

    def trigger(self) -> "AbstractContextManager[Trigger]":
        """For load/counter.c, which is no Python."""

    async def close(self) -> None: ...


async def publisher_of(order: Publisher) -> Publishes:
    return LayerPublisher(order) if order.layer else await RedisPublisher.connect(order)


class RedisPublisher(asyncio.Protocol):
    """PUBLISH over one connection, as fast as it goes: what Redis answers is of no interest."""

    def __init__(self, order: Publisher) -> None:
        channel = order.channel.encode()
        length = len(order.before) + len(text_of(0)) + len(order.after)
        self._before = b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%b\r\n$%d\r\n" % (len(channel), channel, length) + order.before
        self._after = order.after + b"\r\n"
        address = urlsplit(order.redis_url)
        self._address = (address.hostname or "", address.port or 0)
        self._transport: Any = None
        self.published = 0

    @classmethod
    async def connect(cls, order: Publisher) -> "RedisPublisher":
        publisher = cls(order)
        await asyncio.get_running_loop().create_connection(lambda: publisher, *publisher._address)
        return publisher

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"-"):
            raise RuntimeError(f"Redis refused to publish: {data!r}")

    def publish(self) -> None:
        self.published += 1
        self._transport.write(self._command())

    @contextmanager
    def trigger(self) -> Iterator[Trigger]:
        with socket.create_connection(self._address) as connection:
            # Nobody would read the answers.
            connection.sendall(b"CLIENT REPLY OFF\r\n")
            yield connection, self._command()

    def _command(self) -> bytes:
        return self._before + text_of(time.monotonic_ns()) + self._after

    async def close(self) -> None:
        self._transport.close()


class LayerPublisher:
    """A channel layer's `group_send`, because what it does with Redis is its own affair."""

    def __init__(self, order: Publisher) -> None:
        from channels_redis.core import RedisChannelLayer
        from channels_redis.pubsub import RedisPubSubChannelLayer

        layers = {"core": RedisChannelLayer, "pubsub": RedisPubSubChannelLayer}
        self._layer = layers[order.layer](hosts=[order.redis_url])
        self._group = order.channel
        self._tasks: set[asyncio.Task[None]] = set()
        self.published = 0

    def publish(self) -> None:
        self.published += 1
        message = {"type": "chat.message", "message": text_of(time.monotonic_ns()).decode()}
        # The event loop itself keeps no reference to a task.
        task = asyncio.create_task(self._layer.group_send(self._group, message))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    @contextmanager
    def trigger(self) -> Iterator[Trigger]:
        """A byte over a socket, for which the event loop publishes."""
        loop = asyncio.get_running_loop()
        rings, hears = socket.socketpair()
        hears.setblocking(False)
        loop.add_reader(hears, self._publish_rung, hears)
        with rings, hears:
            yield rings, b"!"
            loop.remove_reader(hears)

    def _publish_rung(self, hears: socket.socket) -> None:
        for _ in hears.recv(RINGS):
            self.publish()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()

    async def close(self) -> None:
        await asyncio.gather(*self._tasks)
