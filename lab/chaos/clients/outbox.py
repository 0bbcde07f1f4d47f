"""The outbox: messages that are not stored yet, in order for each room, each with one nonce for all tries."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from lab.chaos.clients.backoff import backoff


@dataclass(frozen=True)
class Outgoing:
    room: int
    nonce: str
    text: str
    files: tuple[str, ...] = ()
    thread: int | None = None
    """The id of the message that began the thread."""


class Outbox:
    """`deliver` raises one of `lost` when a later try may succeed."""

    def __init__(self, deliver: Callable[[Outgoing], Awaitable[None]], lost: tuple[type[Exception], ...]) -> None:
        self._deliver = deliver
        self._lost = lost
        self._queues: dict[int, deque[Outgoing]] = defaultdict(deque)
        self._senders: dict[int, asyncio.Task[None]] = {}

    @property
    def is_empty(self) -> bool:
        return not any(self._queues.values())

    def holds(self, room: int) -> bool:
        return bool(self._queues.get(room))

    def put(self, outgoing: Outgoing) -> None:
        self._queues[outgoing.room].append(outgoing)
        sender = self._senders.get(outgoing.room)
        if sender is None or sender.done():
            self._senders[outgoing.room] = asyncio.create_task(self._send_in_order(self._queues[outgoing.room]))

    async def close(self) -> None:
        for sender in self._senders.values():
            sender.cancel()
        await asyncio.gather(*self._senders.values(), return_exceptions=True)

    async def _send_in_order(self, queue: deque[Outgoing]) -> None:
        attempt = 0
        while queue:
            try:
                await self._deliver(queue[0])
            except self._lost:
                await asyncio.sleep(backoff(attempt))
                attempt += 1
            else:
                queue.popleft()
                attempt = 0
