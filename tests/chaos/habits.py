"""What people do: mostly write, sometimes correct or delete what they wrote, now and then leave a room or come into one."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable

from tests.chaos.backoff import backoff
from tests.chaos.client import Client
from tests.chaos.connection import LOST
from tests.chaos.diary import Acknowledged
from tests.chaos.wire import Refusal

TEXTS = ("お茶が入りました", "Come and sit down", "火を見ていると落ち着く", "🔥🍵", "Wer legt Holz nach?")
# How often each is done, out of all that is done.
WRITE, EDIT, DELETE, MOVE = 78, 12, 6, 4
# Whoever waits this long for the last thing to be done does nothing else that needs an answer.
BUSY = 3


class Person:
    """Writes at once, whether there is a connection or not; everything else one after the other."""

    def __init__(self, client: Client, open_rooms: list[int], rate: float, chance: random.Random) -> None:
        """`rate` is how often a second something is done."""
        self._client = client
        self._chance = chance
        self._open_rooms = open_rooms
        self._rate = rate
        self._numbers = itertools.count(1)
        self._deeds: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(BUSY)
        self._doing = False

    @property
    def is_done(self) -> bool:
        return self._deeds.empty() and not self._doing

    async def talk(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._chance.expovariate(self._rate))
            (act,) = self._chance.choices(
                (self._write, self._edit, self._delete, self._move), (WRITE, EDIT, DELETE, MOVE)
            )
            act()

    async def follow_up(self) -> None:
        """Does what is to be done, each thing until it is done. Until cancelled."""
        while True:
            deed = await self._deeds.get()
            self._doing = True
            await self._insist(deed)
            self._doing = False

    async def _insist(self, deed: Callable[[], Awaitable[None]]) -> None:
        attempt = 0
        while True:
            try:
                await deed()
            except LOST as lost:
                if isinstance(lost, Refusal) and lost.is_final:
                    return
                self._client.connection.trouble("deed", lost)
                await asyncio.sleep(backoff(attempt))
                attempt += 1
            else:
                return

    def _write(self) -> None:
        if rooms := list(self._client.inbox.timelines):
            self._client.write(self._chance.choice(rooms), self._text())

    def _edit(self) -> None:
        if message := self._mine():
            text = self._text()
            self._will(lambda: self._client.edit(message, text))

    def _delete(self) -> None:
        if message := self._mine():
            self._will(lambda: self._client.delete(message))

    def _move(self) -> None:
        room = self._chance.choice(self._open_rooms)
        go = self._client.leave if room in self._client.inbox.timelines else self._client.join
        self._will(lambda: go(room))

    def _will(self, deed: Callable[[], Awaitable[None]]) -> None:
        if not self._deeds.full():
            self._deeds.put_nowait(deed)

    def _mine(self) -> int | None:
        """One of the last messages I know to be stored."""
        entries = reversed(self._client.diary.entries)
        mine = (entry.message for entry in entries if isinstance(entry, Acknowledged) and not entry.row.deleted)
        return self._chance.choice(list(itertools.islice(mine, 10)) or [None])

    def _text(self) -> str:
        return f"{self._chance.choice(TEXTS)} {next(self._numbers)}"
