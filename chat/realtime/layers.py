"""The channel layers: Channels' own, with a fan-out beside them that hands frames straight to sockets.

`FanoutLayer` is the interface that chat/events.py publishes to and the consumer listens on; everything an ordinary Channels consumer
knows (`send`, `receive`, `group_add`, `group_send`) works as well. `RedisLayer` is channels-redis' pub/sub layer, with its hosts,
sharding, serialisation and Sentinel; `InProcessLayer` is for a site that is one process.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from zlib import crc32

from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer
from channels_redis.utils import _wrap_close, decode_hosts

from chat.realtime.groups import Groups, Listener, Recording
from chat.realtime.shard import Shard

Publish = tuple[str, bytes]  # a group and what is for it

PERSONAL = "user."  # groups of one person's devices
PEOPLE_CHANNELS = 64


class FanoutLayer(Protocol):
    def recording(self) -> Recording: ...

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        """Let a listener hear groups; returns those that this worker did not serve before, and may have missed something of."""
        ...

    async def detach(self, groups: Iterable[str], listener: Listener) -> None: ...

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        """From the loop's own thread: in the order of the calls, without waiting."""
        ...

    async def publish(self, publishes: Sequence[Publish]) -> None:
        """Returns when it is done, or has taken too long."""
        ...


class InProcessLayer(InMemoryChannelLayer):
    """For one process."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.local = Groups()
        self._arrived: dict[str, list[bytes]] = {}

    def recording(self) -> Recording:
        return self.local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        for group in groups:
            self.local.add(group, listener)
        return []

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        for group in groups:
            self.local.discard(group, listener)

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        if not self._arrived:
            # Whatever else is published until the loop comes round is handed out together.
            asyncio.get_running_loop().call_soon(self._distribute)
        for group, payload in publishes:
            self._arrived.setdefault(group, []).append(payload)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.publish_soon(publishes)

    def _distribute(self) -> None:
        arrived, self._arrived = self._arrived, {}
        self.local.distribute(arrived)


class RedisLayer(RedisPubSubChannelLayer):
    """For any number of processes. Like channels-redis' layer it keeps one connection per event loop and host."""

    def _get_layer(self) -> "RedisLoopLayer":
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = RedisLoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        layer: RedisLoopLayer = self._layers[loop]
        return layer

    def recording(self) -> Recording:
        return self._get_layer().local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        return await self._get_layer().attach(groups, listener)

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        await self._get_layer().detach(groups, listener)

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        self._get_layer().publish_soon(publishes)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        await self._get_layer().publish(publishes)


class RedisLoopLayer(RedisPubSubLoopLayer):
    """The layer's part that belongs to one event loop: the local listeners, and a connection to each Redis host.

    A room has a channel of its own in Redis. People share a fixed number of channels, and each worker picks out what is for its own:
    a subscription for each would be a round trip for every socket that opens, and events for people are few.
    """

    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts, **options)
        self.local = Groups()
        self._heard: set[str] = set()  # groups whose subscription Redis has confirmed
        self._shards: list[Shard] = [Shard(host, self, self._receive) for host in decode_hosts(hosts)]
        self._rooms = f"{self.prefix}__fanout__"
        self._people = f"{self.prefix}__people__"

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        # New is also what somebody else has only just asked for: until Redis confirms, nothing of it arrives.
        new = [group for group in groups if self.local.add(group, listener) or group not in self._heard]
        if new:
            await asyncio.gather(*(shard.listen(channels) for shard, channels in self._by_shard(new)))
            self._heard.update(group for group in new if group in self.local and self._hears(group))
        return new

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        over = [group for group in groups if self.local.discard(group, listener)]
        self._heard.difference_update(over)
        over = [group for group in over if not is_personal(group)]
        if over:
            await asyncio.gather(*(shard.stop_listening(channels) for shard, channels in self._by_shard(over)))

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        for group, payload in publishes:
            channel = self._channel(group)
            address = group.encode() + b" " if is_personal(group) else b""
            self._get_shard(channel).publish_soon(channel, address + payload)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.publish_soon(publishes)
        await asyncio.gather(*(shard.published() for shard in self._shards))

    async def flush(self) -> None:
        self.local = Groups()
        self._heard.clear()
        await super().flush()

    def _receive(self, arrived: Mapping[str, list[bytes]]) -> None:
        groups: dict[str, list[bytes]] = {}
        for channel, payloads in arrived.items():
            if channel.startswith(self._rooms):
                groups[channel.removeprefix(self._rooms)] = payloads
            else:
                for payload in payloads:
                    group, _, event = payload.partition(b" ")
                    groups.setdefault(group.decode(), []).append(event)
        self.local.distribute(groups)

    def _hears(self, group: str) -> bool:
        channel = self._channel(group)
        shard: Shard = self._get_shard(channel)
        return shard.hears(channel)

    def _channel(self, group: str) -> str:
        if is_personal(group):
            return f"{self._people}{crc32(group.encode()) % PEOPLE_CHANNELS}"
        return f"{self._rooms}{group}"

    def _by_shard(self, groups: Iterable[str]) -> Iterable[tuple[Shard, set[str]]]:
        channels: dict[Shard, set[str]] = {}
        for group in groups:
            channel = self._channel(group)
            channels.setdefault(self._get_shard(channel), set()).add(channel)
        return channels.items()


def is_personal(group: str) -> bool:
    return group.startswith(PERSONAL)
