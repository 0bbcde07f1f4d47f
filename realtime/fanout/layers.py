"""The channel layers: Channels' own, with a fan-out beside them that hands frames straight to sockets.

`FanoutLayer` is the interface that chat/events.py publishes to and the consumer listens on; everything an ordinary Channels consumer
knows (`send`, `receive`, `group_add`, `group_send`) works as well. `RedisLayer` is channels-redis' pub/sub layer, with its hosts,
sharding, serialisation and Sentinel; `InProcessLayer` is for a site that is one process.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer
from channels_redis.utils import _wrap_close

from realtime.fanout.group_names import Publish
from realtime.fanout.groups import Groups, Listener
from realtime.fanout.recordings import Recording
from realtime.fanout.redis_layer import RedisLoopLayer


def _nothing() -> None: ...


class FanoutLayer(Protocol):
    # Called, on the loop, when something should have been published and was not, where there is no RedisLoopLayer to doubt.
    when_lost: Callable[[], None]

    @property
    def doubted(self) -> RedisLoopLayer | None:
        """What may miss something without noticing, if anything can."""
        ...

    def serve(self) -> None:
        """This process is a worker. From the loop's own thread."""
        ...

    def recording(self) -> Recording: ...

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        """Let a listener hear groups; returns those that this worker did not serve before, and may have missed something of."""
        ...

    async def detach(self, groups: Iterable[str], listener: Listener) -> None: ...

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        """The listener's membership has ended: it hears no more of the group, and detaches itself."""
        ...

    def publishes_lost(self) -> None:
        """Something should have been published and was not. From the loop's own thread."""
        ...

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        """From the loop's own thread: in the order of the calls, without waiting."""
        ...

    async def publish(self, publishes: Sequence[Publish]) -> None:
        """Returns when it is done, or has taken too long."""
        ...

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        """Whether it is done. Where it is not, every worker has looked at the database meanwhile."""
        ...


class InProcessLayer(InMemoryChannelLayer):
    """For one process."""

    doubted = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.local = Groups()
        self.when_lost: Callable[[], None] = _nothing
        self._arrived: dict[str, list[bytes]] = {}

    def serve(self) -> None:
        """There is nobody to tell."""

    def recording(self) -> Recording:
        return self.local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        for group in groups:
            self.local.add(group, listener)
        return []

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        for group in groups:
            self.local.discard(group, listener)

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        self.local.put_out(group, listener, rev)

    def publishes_lost(self) -> None:
        self.when_lost()

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        if not self._arrived:
            # Whatever else is published until the loop comes round is handed out together.
            asyncio.get_running_loop().call_soon(self._distribute)
        for group, payload in publishes:
            self._arrived.setdefault(group, []).append(payload)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.publish_soon(publishes)

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        self.publish_soon(publishes)
        await asyncio.sleep(0)  # until it is handed out, which the loop was asked for before
        return True

    def _distribute(self) -> None:
        arrived, self._arrived = self._arrived, {}
        self.local.distribute(arrived)


class RedisLayer(RedisPubSubChannelLayer):
    """For any number of processes. Like channels-redis' layer it keeps one connection per event loop and host."""

    when_lost = staticmethod(_nothing)

    @property
    def doubted(self) -> RedisLoopLayer:
        return self._get_layer()

    def _get_layer(self) -> RedisLoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = RedisLoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        layer: RedisLoopLayer = self._layers[loop]
        return layer

    def serve(self) -> None:
        self._get_layer().serve()

    def recording(self) -> Recording:
        return self._get_layer().local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        return await self._get_layer().attach(groups, listener)

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        await self._get_layer().detach(groups, listener)

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        self._get_layer().local.put_out(group, listener, rev)

    def publishes_lost(self) -> None:
        self._get_layer().publishes_lost()

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        self._get_layer().publish_soon(publishes)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        await self._get_layer().publish(publishes)

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        return await self._get_layer().publish_surely(publishes)
