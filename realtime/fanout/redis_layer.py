"""The part of the Redis layer that belongs to one event loop: local listeners, a connection to each Redis host, and
doubts.

Each room has its own Redis channel. People share a fixed number of channels, and each worker picks out the payloads of
its own people. A channel per person would cost a round trip for every socket that opens, and payloads for people are
few.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

from channels_redis.pubsub import RedisPubSubLoopLayer
from channels_redis.utils import decode_hosts

from realtime.fanout.group_names import ROOM, Publish, is_personal
from realtime.fanout.groups import Groups, Listener
from realtime.fanout.known_revs import KnownRevs
from realtime.fanout.recordings import Recording
from realtime.fanout.redis_shard import Arrived, Shard

PEOPLE_CHANNELS = 64
# Seconds after a lost publish until all other workers have noticed (LATE_BEATS in realtime/fanout/liveness.py) and have
# read the database.
LOOKED_SECONDS = 3.0
# Bytes of frames that wait until the database has been read.
MOST_KEPT_BYTES = 8 * 1024 * 1024
# Payloads published together for one channel are one publish. JSON as msgspec writes it has no line breaks.
SEPARATOR = b"\n"

Ended = tuple[int, int, int]  # a room, a person, and the room's rev at which the membership ended


class RedisLoopLayer(RedisPubSubLoopLayer):
    when_lost: Callable[[], None]  # not called: the doubts read the database instead

    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts, **options)
        self.local = Groups()
        self.heads = KnownRevs()
        self._heard: set[str] = set()  # groups whose subscription Redis has confirmed
        self._in_doubt = asyncio.Event()
        self._shards: list[Shard] = [
            Shard(host, self, self._receive, self._in_doubt.set) for host in decode_hosts(hosts)
        ]
        self._kept: dict[str, list[bytes]] = {}
        self._kept_bytes = 0
        self._rooms = f"{self.prefix}__fanout__"
        self._people = f"{self.prefix}__people__"

    @property
    def doubted(self) -> "RedisLoopLayer":
        return self

    def serve(self) -> None:
        for shard in self._shards:
            shard.begin_beating()

    def recording(self) -> Recording:
        return self.local.recording()

    async def attach(self, groups: Sequence[str], listener: Listener) -> list[str]:
        first = set(self.local.add(groups, listener))
        new: list[str] = []
        if first or not self._heard.issuperset(groups):
            # A group that another listener has just asked for is new as well: nothing of it arrives until Redis confirms.
            new = [group for group in groups if group in first or group not in self._heard]
            await asyncio.gather(*(shard.listen(channels) for shard, channels in self._by_shard(new)))
            self._heard.update(group for group in new if group in self.local and self._hears(group))
        return new

    async def detach(self, groups: Iterable[str], listener: Listener) -> None:
        over = self.local.discard(groups, listener)
        self._heard.difference_update(over)
        over = [group for group in over if not is_personal(group)]
        if over:
            self.heads.forget(over)
            await asyncio.gather(*(shard.stop_listening(channels) for shard, channels in self._by_shard(over)))

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        self.local.put_out(group, listener, rev)

    def publish_soon(self, publishes: Sequence[Publish]) -> None:
        by_channel: dict[str, list[bytes]] = {}
        for group, payload in publishes:
            address = group.encode() + b" " if is_personal(group) else b""
            by_channel.setdefault(self._channel(group), []).append(address + payload)
        for channel, payloads in by_channel.items():
            self._get_shard(channel).publisher.publish_soon(channel, SEPARATOR.join(payloads))

    def publishes_lost(self) -> None:
        for shard in self._shards:
            shard.liveness.publishes_lost(1)

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.publish_soon(publishes)
        await asyncio.gather(*(shard.publisher.idle() for shard in self._shards))

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        if await self._are_taken(publishes):
            return True
        await asyncio.sleep(LOOKED_SECONDS)
        # A busy worker may not have read the database yet. Where Redis is back, it hears this before anything later.
        await self._are_taken(publishes)
        return False

    async def _are_taken(self, publishes: Sequence[Publish]) -> bool:
        self.publish_soon(publishes)
        shards = {self._get_shard(self._channel(group)) for group, _ in publishes}
        return all(await asyncio.gather(*(shard.publisher.reached() for shard in shards)))

    async def flush(self) -> None:
        self.local = Groups()
        self._heard.clear()
        await super().flush()

    # -- Receiving

    def _receive(self, shard: Shard, arrived: Arrived) -> None:
        groups: dict[str, list[bytes]] = {}
        personal: dict[str, list[bytes]] = {}
        for channel, published in arrived.items():
            payloads = [payload for together in published for payload in together.split(SEPARATOR)]
            if channel.startswith(self._rooms):
                groups[channel.removeprefix(self._rooms)] = payloads
            else:
                self._pick_mine(payloads, personal)
        if shard.liveness.away:
            self._keep(groups)
            groups = {}
        self.heads.note(groups)
        self.local.distribute({**groups, **personal} if personal else groups)

    def _pick_mine(self, payloads: Iterable[bytes], personal: dict[str, list[bytes]]) -> None:
        """Keep payloads for people who have sockets on this worker. Most payloads are for people on other workers."""
        for payload in payloads:
            address, _, event = payload.partition(b" ")
            if (group := address.decode()) in self.local:
                personal.setdefault(group, []).append(event)

    def _keep(self, groups: Mapping[str, list[bytes]]) -> None:
        """Keep frames that must not overtake a running read of the database. Payloads for people have no order to
        keep."""
        for group, frames in groups.items():
            self._kept.setdefault(group, []).extend(frames)
            self._kept_bytes += sum(map(len, frames))
        if self._kept_bytes > MOST_KEPT_BYTES:
            # The next read of the database finds these frames.
            self._forget_kept()
            for shard in self._shards:
                shard.liveness.begin_doubt()

    def _forget_kept(self) -> None:
        self._kept.clear()
        self._kept_bytes = 0

    # -- Doubts: what may have been missed, until the database has been read

    async def doubt(self) -> None:
        """Wait until there is a doubt."""
        while self._is_certain():
            self._in_doubt.clear()
            await self._in_doubt.wait()

    def doubts(self) -> dict[Shard, int]:
        """The doubts by shard; ask before reading the database. That read finds all frames kept so far, so they are
        dropped."""
        self._forget_kept()
        return {shard: shard.liveness.doubts for shard in self._shards if not shard.liveness.is_certain}

    def doubtful_rooms(self, doubts: Mapping[Shard, int]) -> list[str]:
        rooms = (group for group in self.local if not is_personal(group))
        return [room for room in rooms if self._get_shard(self._channel(room)) in doubts]

    def stopped_for(self) -> float:
        """Seconds that this worker was suspended before it began to doubt. Reading the number resets it."""
        longest = max(shard.stopped_for for shard in self._shards)
        for shard in self._shards:
            shard.stopped_for = 0.0
        return longest

    def ended(self, memberships: Iterable[Ended]) -> None:
        """Apply ended memberships that the database shows. Call it before `found`, whose frames these people must
        not get."""
        for room_id, user_id, rev in memberships:
            self.local.end(f"{ROOM}{room_id}", user_id, rev)

    def found(self, groups: Mapping[str, list[bytes]]) -> None:
        """Hand out frames from the database that have not come through Redis meanwhile."""
        news = {group: new for group, frames in groups.items() if (new := self.heads.news(group, frames))}
        self.heads.note(news)
        self.local.distribute(news)

    def settle(self, doubts: Mapping[Shard, int]) -> bool:
        """End the doubts after a read of the database. Returns True when everything comes through Redis again."""
        for shard, number in doubts.items():
            shard.settle(number)
        trusted = {group for group in self._kept if not self._get_shard(self._channel(group)).liveness.away}
        self.found({group: self._kept.pop(group) for group in trusted})
        return self._is_certain()

    def _is_certain(self) -> bool:
        return all(shard.liveness.is_certain for shard in self._shards)

    # -- Channels

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
