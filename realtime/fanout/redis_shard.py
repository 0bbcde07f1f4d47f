"""One Redis host: channels-redis' connection, extended to subscribe many channels at once and to drain.

It notices when Redis is refused, reset, hung or half open, and connects again by itself.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from channels_redis.pubsub import RedisSingleShardConnection

from realtime.fanout.liveness import BEAT_SECONDS, Liveness
from realtime.fanout.publisher import PATIENCE_SECONDS, Publisher
from realtime.private_attributes import abort, buffered_replies

logger = logging.getLogger(__name__)

RECONNECT_SECONDS = 0.5
# Other workers may have taken a suspended process for dead. After a stop this long, arrivals are not trusted before a
# read of the database.
STOPPED_SECONDS = 2.0

LONGEST_SECONDS = 10.0  # of a subscription
Arrived = Mapping[str, list[bytes]]
Receiver = Callable[["Shard", Arrived], None]


class Shard(RedisSingleShardConnection):
    """`receiver` gets the payloads that arrived, by channel. `doubt` is called when something may not have arrived.
    `publisher` sends payloads to this host."""

    def __init__(self, host: Any, channel_layer: Any, receiver: Receiver, doubt: Callable[[], None]) -> None:
        super().__init__(host, channel_layer)
        self.liveness = Liveness(doubt)
        self._liveness_channel = f"{channel_layer.prefix}__pulse__"
        self._beating: asyncio.Task[None] | None = None
        self._away_since = 0.0
        self._receiver = receiver
        self._wanted: set[str] = set()
        self._confirmed: set[str] = set()
        self._owed: set[str] = set()  # channels whose confirmation is late and has no waiter any more
        self._confirmations: dict[str, asyncio.Future[None]] = {}
        self.publisher = Publisher(self._publishing_client, self.liveness, self._liveness_channel)
        self._running_at = time.monotonic()
        self.stopped_for = 0.0

    # -- Listening

    async def listen(self, channels: Collection[str]) -> None:
        """Subscribe. Returns once Redis has confirmed: everything published from then on arrives.

        Returns unconfirmed once Redis is taken for away, or after LONGEST_SECONDS. The channels are then subscribed when
        Redis is back.
        """
        asked = [channel for channel in channels if channel not in self._confirmed]
        if not asked:
            return
        loop = asyncio.get_running_loop()
        self._wanted.update(asked)
        confirmed = [self._confirmations.setdefault(channel, loop.create_future()) for channel in asked]
        self.begin_beating()
        if self.liveness.away:
            self._owed.update(asked)
            return
        subscribing = asyncio.ensure_future(self._subscribe_wanted())
        if not await self._is_confirmed(subscribing, confirmed):
            self._owed.update(self._wanted.difference(self._confirmed).intersection(asked))
            # The listeners were told of their rooms before the subscription. Until the database is read after it, a
            # former member may be among them.
            self._lose("a subscription was not confirmed in time")

    async def _is_confirmed(self, subscribing: asyncio.Future[None], confirmed: list[asyncio.Future[None]]) -> bool:
        """A busy worker takes up a confirmation late. As long as it hears its own beats, Redis is not late."""
        until = time.monotonic() + LONGEST_SECONDS
        late: Collection[asyncio.Future[None]] = [subscribing, *confirmed]
        while late and not self.liveness.away and time.monotonic() < until:
            _, late = await asyncio.wait(late, timeout=PATIENCE_SECONDS)
            if subscribing.done() and subscribing.exception():
                return False
        return not late

    def hears(self, channel: str) -> bool:
        return channel in self._confirmed

    async def stop_listening(self, channels: Collection[str]) -> None:
        self._wanted.difference_update(channels)
        self._confirmed.difference_update(channels)
        self._owed.difference_update(channels)
        leaving = self._subscribed_to.intersection(channels)
        self._subscribed_to -= leaving
        if leaving and self._connection is not None:
            # Written before a newer subscription: Python 3.11's `wait_for` would write it in a later task.
            with contextlib.suppress(Exception):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._pubsub.unsubscribe(*leaving)

    async def _subscribe_wanted(self) -> None:
        async with self._lock:
            missing = self._wanted - self._subscribed_to
            if missing:
                self._ensure_redis()
                self._ensure_receiver()
                await self._pubsub.subscribe(*missing)
                self._subscribed_to |= missing

    # -- Receiving

    @property
    def _connection(self) -> Any:
        """The listening connection while it is open; None otherwise."""
        connection = self._pubsub.connection if self._pubsub is not None else None
        return connection if connection is not None and connection.is_connected else None

    async def _do_receiving(self) -> None:
        while True:
            try:
                await self._subscribe_wanted()
                if self._pubsub is None or not self._pubsub.subscribed:
                    await asyncio.sleep(0.1)
                elif self._connection is None:
                    await self._connect_again()
                else:
                    await self._receive_some()
            except Exception as error:
                self._lose(str(error) or type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _connect_again(self) -> None:
        """Connect. redis-py then subscribes to all former channels by itself."""
        self._confirmed.clear()
        self._owed.update(self._wanted)
        async with self._lock:
            await self._pubsub.connect()
        self.liveness.try_again()

    async def _receive_some(self) -> None:
        """Wait for one message, then take all other messages that have arrived already."""
        # redis-py's get_message would open a connection while another task is subscribing.
        first = await self._connection.read_response(timeout=1.0)
        if first is None:
            return
        arrived: dict[str, list[bytes]] = {}
        for response in (first, *self._already_here()):
            if response[0] == b"message":
                self._sort(response[1], response[2], arrived)
            else:
                await self._note_subscription(response)
        beats = arrived.pop(self._liveness_channel, ())
        self._notice_stop()
        if arrived:
            self._receiver(self, arrived)
        for beat in beats:
            self.liveness.hear(beat)

    def _notice_stop(self) -> None:
        """Notice a suspended process before anything that arrived is handed on. The loop reads sockets before it
        runs timers, so a timer would be too late."""
        stopped = time.monotonic() - self._running_at
        if self._beating is not None and stopped > STOPPED_SECONDS:
            self.stopped_for = stopped
            self._running_at = time.monotonic()
            self._lose(f"this worker was stopped for {stopped:.0f} s")

    def _already_here(self) -> Iterable[list[Any]]:
        """Replies in hiredis' buffer. Reading them needs no system call and no turn of the event loop."""
        return buffered_replies(self._pubsub.connection)

    def _sort(self, channel: bytes, data: bytes, arrived: dict[str, list[bytes]]) -> None:
        name = channel.decode()
        if name in self._wanted:
            arrived.setdefault(name, []).append(data)
        else:
            self._receive_message({"channel": channel, "data": data})

    async def _note_subscription(self, response: list[Any]) -> None:
        await self._pubsub.handle_message(response)
        channel = response[1].decode()
        if response[0] == b"subscribe" and channel in self._subscribed_to:
            self._confirm(channel)
        elif response[0] == b"unsubscribe" and channel in self._confirmed:
            # The confirmed subscription was an older one. The channel was wanted again meanwhile, and that confirmation
            # is still to come.
            self._confirmed.discard(channel)
            self._owed.add(channel)
            self.liveness.begin_doubt()

    def _confirm(self, channel: str) -> None:
        self._confirmed.add(channel)
        if channel in self._owed:
            self._owed.remove(channel)
            self.liveness.begin_doubt()  # a read that is under way began before the subscription
        if confirmation := self._confirmations.pop(channel, None):
            confirmation.set_result(None)

    # -- Publishing

    def _publishing_client(self) -> Any:
        self._ensure_redis()
        return self._redis

    # -- Liveness

    def begin_beating(self) -> None:
        if self._beating is None:
            self._wanted.add(self._liveness_channel)
            self._beating = asyncio.ensure_future(self._beat())
            self._ensure_receiver()

    async def _beat(self) -> None:
        while True:
            self._notice_stop()
            self._running_at = time.monotonic()
            self.publisher.publish_soon(self._liveness_channel, self.liveness.beat())
            if self.liveness.away and not self._away_since:
                self._lose("a beat was not heard in time")
            if self.liveness.is_dead and self._connection is not None:
                # The reader then finds the connection closed. A polite close would wait for a peer that does not
                # answer.
                abort(self._connection)
                self.liveness.try_again()
            await asyncio.sleep(BEAT_SECONDS)

    def settle(self, doubts: int) -> bool:
        """See Liveness.settle. Nothing is settled while a subscription is unconfirmed."""
        trusted = not self._owed and self.liveness.settle(doubts)
        if trusted and self._away_since:
            logger.warning("Redis is back after %.0f s", time.monotonic() - self._away_since)
            self._away_since = 0.0
        return trusted

    def _lose(self, reason: str) -> None:
        self.liveness.lose()
        if not self._away_since:
            self._away_since = time.monotonic()
            logger.warning("Redis is away, messages are read from the database meanwhile: %s", reason)

    # -- The end

    async def flush(self) -> None:
        for channels in (self._wanted, self._confirmed, self._owed):
            channels.clear()
        self.publisher.stop()
        if self._beating is not None:
            self._beating.cancel()
        self._beating = None
        await super().flush()
