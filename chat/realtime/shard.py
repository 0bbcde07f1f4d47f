"""One Redis host: channels-redis' connection to it, made to subscribe many channels at once, publish in pipelines, and drain."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from channels_redis.pubsub import RedisSingleShardConnection
from redis._parsers.hiredis import NOT_ENOUGH_DATA

logger = logging.getLogger(__name__)

# What a publish or a subscription may cost whoever waits for it while Redis is away. What is lost is found by `sync`.
PATIENCE_SECONDS = 1.0
# Publishes waiting for Redis; beyond that the oldest are forgotten, and found by `sync`.
PUBLISHES_KEPT = 10_000
PUBLISHES_AT_ONCE = 500
RECONNECT_SECONDS = 0.5

Receiver = Callable[[Mapping[str, list[bytes]]], None]


class Shard(RedisSingleShardConnection):
    """`receiver` gets everything that has arrived for the channels listened to, by channel."""

    def __init__(self, host: Any, channel_layer: Any, receiver: Receiver) -> None:
        super().__init__(host, channel_layer)
        self._receiver = receiver
        self._wanted: set[str] = set()
        self._confirmed: set[str] = set()
        self._confirmations: dict[str, asyncio.Future[None]] = {}
        self._outgoing: deque[tuple[str, bytes]] = deque(maxlen=PUBLISHES_KEPT)
        self._publishing: asyncio.Task[None] | None = None

    # -- Listening

    async def listen(self, channels: Collection[str]) -> None:
        """Returns once Redis has confirmed, so that what is published from now on arrives; or after PATIENCE_SECONDS, and then it is
        subscribed to as soon as Redis is back."""
        asked = [channel for channel in channels if channel not in self._confirmed]
        if not asked:
            return
        loop = asyncio.get_running_loop()
        self._wanted.update(asked)
        confirmed = [self._confirmations.setdefault(channel, loop.create_future()) for channel in asked]
        subscribing = asyncio.ensure_future(self._subscribe_wanted())
        _, late = await asyncio.wait([subscribing, *confirmed], timeout=PATIENCE_SECONDS)
        if late or subscribing.exception():
            logger.warning("Redis did not confirm %d subscriptions in time", len(asked))

    def hears(self, channel: str) -> bool:
        return channel in self._confirmed

    async def stop_listening(self, channels: Collection[str]) -> None:
        self._wanted.difference_update(channels)
        self._confirmed.difference_update(channels)
        leaving = self._subscribed_to.intersection(channels)
        self._subscribed_to -= leaving
        if leaving and self._pubsub is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._pubsub.unsubscribe(*leaving), PATIENCE_SECONDS)

    async def _subscribe_wanted(self) -> None:
        async with self._lock:
            missing = self._wanted - self._subscribed_to
            if missing:
                self._ensure_redis()
                self._ensure_receiver()
                await self._pubsub.subscribe(*missing)
                self._subscribed_to |= missing

    # -- Receiving

    async def _do_receiving(self) -> None:
        while True:
            try:
                await self._subscribe_wanted()
                if self._pubsub is not None and self._pubsub.subscribed:
                    await self._receive_some()
                else:
                    await asyncio.sleep(0.1)
            except Exception as error:
                # redis-py connects again by itself at the next read, and subscribes to what it was subscribed to.
                logger.warning("lost Redis: %s", error)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _receive_some(self) -> None:
        """Wait for one message, then take every other one that is here already."""
        first = await self._pubsub.get_message(timeout=1.0)
        if first is None:
            return
        arrived: dict[str, list[bytes]] = {}
        self._sort(first["type"], first["channel"], first["data"], arrived)
        for response in self._already_here():
            if response[0] == b"message":
                self._sort("message", response[1], response[2], arrived)
            elif (message := await self._pubsub.handle_message(response)) is not None:
                self._sort(message["type"], message["channel"], message["data"], arrived)
        if arrived:
            self._receiver(arrived)

    def _already_here(self) -> Iterable[list[Any]]:
        """Replies that hiredis has in its buffer: no system call, no trip through the event loop."""
        reader = self._pubsub.connection._parser._reader
        while (response := reader.gets()) is not NOT_ENOUGH_DATA:
            yield response

    def _sort(self, kind: str, channel: bytes, data: bytes, arrived: dict[str, list[bytes]]) -> None:
        name = channel.decode()
        if kind == "subscribe":
            self._confirmed.add(name)
            if confirmation := self._confirmations.pop(name, None):
                confirmation.set_result(None)
        elif kind == "message" and name in self._wanted:
            arrived.setdefault(name, []).append(data)
        elif kind == "message":
            self._receive_message({"channel": channel, "data": data})

    # -- Publishing

    def publish_soon(self, channel: str, payload: bytes) -> None:
        """In the order of the calls. Whatever comes while Redis answers goes with the next pipeline."""
        self._outgoing.append((channel, payload))
        if self._publishing is None or self._publishing.done():
            self._publishing = asyncio.ensure_future(self._publish_outgoing())

    async def published(self) -> None:
        if self._publishing is not None:
            await asyncio.wait([self._publishing], timeout=PATIENCE_SECONDS)

    async def _publish_outgoing(self) -> None:
        while self._outgoing:
            count = min(len(self._outgoing), PUBLISHES_AT_ONCE)
            batch = [self._outgoing.popleft() for _ in range(count)]
            try:
                await asyncio.wait_for(self._publish_together(batch), PATIENCE_SECONDS)
            except Exception as error:
                logger.warning("Redis took no publish, %d were lost: %s", count, error or type(error).__name__)

    async def _publish_together(self, batch: Sequence[tuple[str, bytes]]) -> None:
        self._ensure_redis()
        if len(batch) == 1:
            await self._redis.publish(*batch[0])
            return
        async with self._redis.pipeline(transaction=False) as pipeline:
            for channel, payload in batch:
                pipeline.publish(channel, payload)
            await pipeline.execute()

    # -- The end

    async def flush(self) -> None:
        self._wanted.clear()
        self._confirmed.clear()
        if self._publishing is not None:
            self._publishing.cancel()
        await super().flush()
