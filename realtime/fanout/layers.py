"""The channel layers: Channels' own layers, extended with a fan-out that hands frames straight to sockets.

chat/events.py publishes to the `FanoutLayer` of an event loop and the consumer listens on it. The usual methods of a
channel layer (`send`, `receive`, `group_add`, `group_send`) work too. `RedisLayer` extends channels-redis' pub/sub layer
and keeps its hosts, sharding, serialisation and Sentinel. `InProcessLayer` serves a site that is one process.
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
    """The fan-out of one event loop. Call its methods from the loop's thread."""

    # Called on the loop when a publish was lost and there is no RedisLoopLayer that can doubt.
    when_lost: Callable[[], None]

    @property
    def doubted(self) -> RedisLoopLayer | None:
        """The layer that may miss payloads without noticing; None when nothing can be missed."""
        ...

    def serve(self) -> None:
        """Mark this process as a worker."""
        ...

    def recording(self) -> Recording: ...

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        """Let a listener hear groups. Returns the groups that this worker did not serve before; frames of them may
        have been missed."""
        ...

    async def detach(self, groups: Iterable[str], listener: Listener) -> None: ...

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        """Stop the group's frames to a listener whose membership has ended. The listener detaches itself."""
        ...

    def publishes_lost(self) -> None:
        """A publish was lost."""
        ...

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        """Publish in the order of the calls, without waiting."""
        ...

    async def publish(self, publishes: Sequence[Publish]) -> None:
        """Publish, and return when that is done or has taken too long."""
        ...

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        """Publish. Returns False when Redis did not take it; by then every worker has read the database."""
        ...


class ChannelLayer(Protocol):
    """A channel layer that has a fan-out for each event loop."""

    def on_this_loop(self) -> FanoutLayer:
        """The fan-out of the running event loop."""
        ...


class InProcessLayer(InMemoryChannelLayer):
    """The layer of a site that is one process."""

    doubted: RedisLoopLayer | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.local = Groups()
        self.when_lost: Callable[[], None] = _nothing
        self._arrived: dict[str, list[bytes]] = {}

    def on_this_loop(self) -> FanoutLayer:
        return self

    def serve(self) -> None:
        """Does nothing: there is no other worker."""

    def recording(self) -> Recording:
        return self.local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        self.local.add(groups, listener)
        return []

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        self.local.discard(groups, listener)

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        self.local.put_out(group, listener, rev)

    def publishes_lost(self) -> None:
        self.when_lost()

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        if not self._arrived:
            # Everything published before the loop's next turn is handed out together.
            asyncio.get_running_loop().call_soon(self._distribute)
        for group, payload in publishes:
            self._arrived.setdefault(group, []).append(payload)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.publish_soon(publishes)

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        self.publish_soon(publishes)
        await asyncio.sleep(0)  # `call_soon` runs `_distribute` before this coroutine goes on
        return True

    def _distribute(self) -> None:
        arrived, self._arrived = self._arrived, {}
        self.local.distribute(arrived)


class RedisLayer(RedisPubSubChannelLayer):
    """The layer of a site with any number of processes. Like channels-redis' layer, it keeps one connection per
    event loop and host."""

    def on_this_loop(self) -> FanoutLayer:
        return self._get_layer()

    def _get_layer(self) -> RedisLoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = RedisLoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        layer: RedisLoopLayer = self._layers[loop]
        return layer
