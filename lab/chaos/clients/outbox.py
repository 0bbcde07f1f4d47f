"""The outbox: messages that are not stored yet, in order for each room, each with one nonce for all tries."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from lab.chaos.clients.backoff import backoff


@dataclass(frozen=True)
class Letter:
    room: int
    nonce: str
    text: str


class Outbox:
    """`deliver` raises one of `lost` when a later try may succeed."""

    def __init__(self, deliver: Callable[[Letter], Awaitable[None]], lost: tuple[type[Exception], ...]) -> None:
        self._deliver = deliver
        self._lost = lost
        self._lanes: dict[int, deque[Letter]] = defaultdict(deque)
        self._carriers: dict[int, asyncio.Task[None]] = {}

    @property
    def is_empty(self) -> bool:
        return not any(self._lanes.values())

    def holds(self, room: int) -> bool:
        return bool(self._lanes.get(room))

    def put(self, letter: Letter) -> None:
        self._lanes[letter.room].append(letter)
        carrier = self._carriers.get(letter.room)
        if carrier is None or carrier.done():
            self._carriers[letter.room] = asyncio.create_task(self._carry(self._lanes[letter.room]))

    async def close(self) -> None:
        for carrier in self._carriers.values():
            carrier.cancel()
        await asyncio.gather(*self._carriers.values(), return_exceptions=True)

    async def _carry(self, lane: deque[Letter]) -> None:
        attempt = 0
        while lane:
            try:
                await self._deliver(lane[0])
            except self._lost:
                await asyncio.sleep(backoff(attempt))
                attempt += 1
            else:
                lane.popleft()
                attempt = 0
