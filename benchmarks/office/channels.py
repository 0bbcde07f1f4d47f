"""The driver of the tutorial chat of stock Channels (benchmarks/peers/channels_chat.py): it sends, and it hears."""

import random
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from benchmarks.office.connection import TYPING_SECONDS, Connection, Json
from benchmarks.office.driver import Member, Notes, Processes, stamped
from benchmarks.office.rhythm import Act

ROOM = 20  # people


class Site:
    def __init__(self, people: int, port: int, processes: Processes) -> None:
        self.processes = processes
        self.people = [Member([""] * (1 + number % 2), [number // ROOM]) for number in range(people)]
        self._port = port

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...

    def driver(self, member: Member, token: str, notes: Notes, chance: random.Random, hurry: float) -> "Device":
        return Device(f"ws://127.0.0.1:{self._port}/ws/room{member.rooms[0]}/", notes, chance, hurry)


class Device(Connection):
    def __init__(self, address: str, notes: Notes, chance: random.Random, hurry: float) -> None:
        super().__init__(notes, chance, hurry)
        self._address = address
        self.acts: Mapping[Act, Callable[[], Awaitable[None]]] = {Act.SEND: self._send, Act.SLEEP: self.sleep}

    async def open(self) -> None:
        with self._notes.timed("connect"):
            await self._connect(self._address)
        self._begin_to_listen()

    def take(self, frame: Json) -> None:
        self._notes.heard(frame["message"])

    async def _send(self) -> None:
        await self._lasts(TYPING_SECONDS)
        await self._socket.send(msgspec.json.encode({"message": stamped("tea")}), text=True)
