"""Getting frames into the room."""

import asyncio
import time
from typing import Any, Protocol
from urllib.parse import urlsplit

from benchmarks.orders import Publisher, text_of


class Publishes(Protocol):
    published: int

    def publish(self) -> None: ...

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
        self._transport: Any = None
        self.published = 0

    @classmethod
    async def connect(cls, order: Publisher) -> "RedisPublisher":
        address = urlsplit(order.redis_url)
        _, publisher = await asyncio.get_running_loop().create_connection(
            lambda: cls(order), address.hostname, address.port
        )
        return publisher

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"-"):
            raise RuntimeError(f"Redis refused to publish: {data!r}")

    def publish(self) -> None:
        self.published += 1
        self._transport.write(self._before + text_of(time.monotonic_ns()) + self._after)

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

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()

    async def close(self) -> None:
        await asyncio.gather(*self._tasks)
