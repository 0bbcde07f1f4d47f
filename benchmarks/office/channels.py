"""The driver of the tutorial chat of stock Channels (benchmarks/peers/channels_chat.py): it sends, and it hears."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.office.driver import Member, Notes, Processes, stamped
from benchmarks.office.rhythm import Act

ROOM = 20  # people
TYPING_SECONDS, ASLEEP_SECONDS = 4.0, 20.0


class Site:
    def __init__(self, people: int, port: int, processes: Processes) -> None:
        self.processes = processes
        self.people = [Member([""] * (1 + number % 2), [number // ROOM]) for number in range(people)]
        self._port = port

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...

    def driver(self, member: Member, token: str, notes: Notes, chance: random.Random, hurry: float) -> "Device":
        return Device(f"ws://127.0.0.1:{self._port}/ws/room{member.rooms[0]}/", notes, chance, hurry)


class Device:
    def __init__(self, address: str, notes: Notes, chance: random.Random, hurry: float) -> None:
        self._address, self._notes, self._chance, self._hurry = address, notes, chance, hurry
        self.acts: Mapping[Act, Callable[[], Awaitable[None]]] = {Act.SEND: self._send, Act.SLEEP: self._sleep}

    async def open(self) -> None:
        with self._notes.timed("connect"):
            self._socket: ClientConnection = await connect(
                self._address, max_size=None, ping_interval=None, compression=None
            )
        self._listening = asyncio.ensure_future(self._listen())

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def _listen(self) -> None:
        try:
            async for frame in self._socket:
                self._notes.heard(msgspec.json.decode(frame)["message"])
        except ConnectionClosed as ended:
            self._notes.failed[f"socket: {ended}"] += 1

    async def _send(self) -> None:
        await asyncio.sleep(self._chance.expovariate(1 / TYPING_SECONDS) / self._hurry)
        await self._socket.send(msgspec.json.encode({"message": stamped("tea")}), text=True)

    async def _sleep(self) -> None:
        await self.close()
        await asyncio.sleep(self._chance.expovariate(1 / ASLEEP_SECONDS) / self._hurry)
        await self.open()
