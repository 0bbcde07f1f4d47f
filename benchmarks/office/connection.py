"""The socket of one device, and what takes a person time: the same at every site."""

import asyncio
import random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.office.driver import Notes

TYPING_SECONDS, ASLEEP_SECONDS = 4.0, 20.0
Json = dict[str, Any]


class Connection:
    """A subclass says how it opens, and what happens to its frames."""

    def __init__(self, notes: Notes, chance: random.Random, hurry: float) -> None:
        self._notes, self._chance, self._hurry = notes, chance, hurry

    async def open(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def sleep(self) -> None:
        await self.close()
        await self._lasts(ASLEEP_SECONDS)
        await self.open()

    def take(self, frame: Json) -> None:
        raise NotImplementedError

    async def _connect(self, address: str, protocols: list[Any] | None = None) -> None:
        self._socket: ClientConnection = await connect(
            address, subprotocols=protocols, max_size=None, ping_interval=None, compression=None
        )

    def _begin_to_listen(self) -> None:
        self._listening = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        try:
            async for frame in self._socket:
                self.take(msgspec.json.decode(frame))
        except ConnectionClosed as ended:
            self._notes.failed[f"socket: {ended}"] += 1

    async def _lasts(self, seconds: float) -> None:
        await asyncio.sleep(self._chance.expovariate(1 / seconds) / self._hurry)
