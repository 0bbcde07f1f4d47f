"""The publishes of one Redis host: a bounded queue in the order of the calls, sent in pipelines."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from realtime.fanout.liveness import Liveness

logger = logging.getLogger(__name__)

# Seconds that a publish or a subscription waits while Redis is away. Listeners read lost publishes from the database.
PATIENCE_SECONDS = 1.0
# Bounds of the queue. Beyond them the oldest publishes are dropped, and listeners read them from the database.
PUBLISHES_KEPT = 10_000
BYTES_KEPT = 16 * 1024 * 1024
PUBLISHES_AT_ONCE = 500

Publish = tuple[str, bytes]  # a channel and a payload


class Publisher:
    """`client` returns redis-py's client of the host. `liveness` counts the publishes that Redis did not take."""

    def __init__(self, client: Callable[[], Any], liveness: Liveness, liveness_channel: str) -> None:
        self._client = client
        self._liveness = liveness
        self._liveness_channel = liveness_channel
        self._outgoing: deque[Publish] = deque()
        self._outgoing_bytes = 0
        self._publishing: asyncio.Task[None] | None = None
        # Numbers of publishes: handed in, finished, and the last one that Redis did not take.
        self._handed_in = self._done = self._lost_until = 0
        self._receipts: deque[tuple[int, asyncio.Future[bool]]] = deque()

    def publish_soon(self, channel: str, payload: bytes) -> None:
        """Publish in the order of the calls. Publishes made while Redis answers go with the next pipeline."""
        self._outgoing.append((channel, payload))
        self._outgoing_bytes += len(payload)
        self._handed_in += 1
        while len(self._outgoing) > PUBLISHES_KEPT or self._outgoing_bytes > BYTES_KEPT:
            self._next_outgoing()
            self._lost_until = self._handed_in
            self._done += 1
            self._liveness.publishes_lost(1)
        if self._publishing is None or self._publishing.done():
            self._publishing = asyncio.ensure_future(self._publish_outgoing())

    async def reached(self) -> bool:
        """Whether Redis took everything handed in so far; False also after 2 * PATIENCE_SECONDS."""
        receipt: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._receipts.append((self._handed_in, receipt))
        await asyncio.wait([receipt], timeout=2 * PATIENCE_SECONDS)
        return receipt.done() and receipt.result()

    async def idle(self) -> None:
        """Wait until nothing is being published, or for PATIENCE_SECONDS."""
        if self._publishing is not None:
            await asyncio.wait([self._publishing], timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        if self._publishing is not None:
            self._publishing.cancel()

    async def _publish_outgoing(self) -> None:
        while self._outgoing:
            count = min(len(self._outgoing), PUBLISHES_AT_ONCE)
            batch = [self._next_outgoing() for _ in range(count)]
            try:
                await asyncio.wait_for(self._send(batch), PATIENCE_SECONDS)
            except Exception as error:
                self._lost_until = self._done + len(batch)
                self._count_lost(batch, error)
            self._done += len(batch)
            self._give_receipts()

    async def _send(self, batch: Sequence[Publish]) -> None:
        client = self._client()
        if len(batch) == 1:
            await client.publish(*batch[0])
            return
        async with client.pipeline(transaction=False) as pipeline:
            for channel, payload in batch:
                pipeline.publish(channel, payload)
            await pipeline.execute()

    def _count_lost(self, batch: Sequence[Publish], error: Exception) -> None:
        lost = sum(channel != self._liveness_channel for channel, _ in batch)
        self._liveness.publishes_lost(lost)
        if lost and not self._liveness.away:
            logger.warning("Redis took no publish, %d were lost: %s", lost, error or type(error).__name__)

    def _give_receipts(self) -> None:
        while self._receipts and self._receipts[0][0] <= self._done:
            number, receipt = self._receipts.popleft()
            if not receipt.done():
                receipt.set_result(number > self._lost_until)

    def _next_outgoing(self) -> Publish:
        channel, payload = self._outgoing.popleft()
        self._outgoing_bytes -= len(payload)
        return channel, payload
