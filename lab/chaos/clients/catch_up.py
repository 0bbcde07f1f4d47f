"""Sync of rooms: one request at a time, until nothing is missing."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.wire import Json

# A late change usually follows at once. The range spreads the requests of many clients.
PATIENCE_SECONDS = (0.05, 0.15)

Behind = Callable[[], Mapping[int, int]]
Ask = Callable[[Mapping[int, int]], Awaitable[Json]]
Take = Callable[[int, int, Json], None]


class CatchingUp:
    """`behind` gives the rooms that miss changes, with the client's rev of each. `take` gets the merged answer for a
    room and that rev."""

    def __init__(self, behind: Behind, ask: Ask, take: Take, lost: tuple[type[Exception], ...]) -> None:
        self._behind, self._ask, self._take, self._lost = behind, ask, take, lost
        self._needed = asyncio.Event()

    def soon(self) -> None:
        self._needed.set()

    async def run(self) -> None:
        attempt = 0
        while True:
            await self._needed.wait()
            self._needed.clear()
            await asyncio.sleep(random.uniform(*PATIENCE_SECONDS))
            try:
                if rooms := self._behind():
                    await self._catch_up(rooms)
                attempt = 0
            except self._lost:
                await asyncio.sleep(1 + backoff(attempt))
                attempt += 1
            if self._behind():
                self.soon()

    async def _catch_up(self, rooms: Mapping[int, int]) -> None:
        wanted, parts = dict(rooms), dict[int, dict[str, Any]]()
        while wanted:
            answer = await self._ask(wanted)
            for room, part in answer["rooms"].items():
                whole = parts[int(room)] = merged(parts.get(int(room)), part)
                if part.get("gone") or part["complete"]:
                    del wanted[int(room)]
                    self._take(int(room), rooms[int(room)], whole)
                else:
                    wanted[int(room)] = _furthest(part, 0 if part.get("reset") else wanted[int(room)])


def merged(before: Mapping[str, Any] | None, part: Json) -> dict[str, Any]:
    """Merge two parts of an answer, the newer state last: a row that changed in between is in both. A reset replaces
    all earlier parts."""
    if before is None or part.get("gone") or part.get("reset"):
        return dict(part)
    messages = {message["seq"]: message for message in (*before["messages"], *part["messages"])}
    return {**before, **part, "messages": list(messages.values())}


def _furthest(part: Json, rev: int) -> int:
    revs: list[int] = [row["rev"] for row in (*part["messages"], *part["members"])]
    return max([rev, *revs])
