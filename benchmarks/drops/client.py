"""Somebody in one room, as docs/protocol.md wants it: frames in the order of their revs, and `sync` for what was missed."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.drops.backoff import Backoff
from benchmarks.drops.network import Network
from benchmarks.orders import Socket

Json = Mapping[str, Any]
CHANGES = ("message", "member", "room")
OPEN_SECONDS = 10


class Client:
    def __init__(self, socket: Socket, site: str, token: str, room: int) -> None:
        self.network = Network()
        self.live: set[str] = set()
        """Nonces that came as frames."""
        self.has: set[str] = set()
        """Nonces of all that it has."""
        self.caught_up: list[float] = []
        """Seconds from the network's return until nothing was missing any more."""
        self._socket = socket
        self._room = room
        self._headers = {"Authorization": f"Bearer {token}"}
        # A connection that its network left is not used again.
        self._http = httpx.AsyncClient(
            base_url=site, timeout=OPEN_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
        )
        self._epoch = ""
        self._have: int | None = None
        self._head = 0
        self._ahead: dict[int, Json] = {}
        self._behind = asyncio.Event()
        self._returned = False
        self.is_in = asyncio.Event()

    async def live_on(self) -> None:
        """Until cancelled."""
        backoff = Backoff()
        try:
            while True:
                begin = time.monotonic()
                if self.network.is_up:
                    await self.network.use(asyncio.ensure_future(self._stay()))
                held = time.monotonic() - begin
                await self.network.wait(backoff.after(held))
        finally:
            await self._http.aclose()

    async def _stay(self) -> None:
        try:
            async with connect(
                self._socket.url,
                subprotocols=self._socket.subprotocols,  # type: ignore[arg-type]
                compression=None,
                ping_interval=None,
                open_timeout=OPEN_SECONDS,
                max_size=None,
                proxy=None,
            ) as connection:
                try:
                    await self._listen(connection)
                finally:
                    connection.transport.abort()  # nobody says goodbye over a network that is gone
        except (OSError, EOFError, WebSocketException):
            return

    async def _listen(self, connection: ClientConnection) -> None:
        self._greet(json.loads(await connection.recv()))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._catch_up())
            while True:
                self._hear(json.loads(await connection.recv()))

    def _greet(self, hello: Json) -> None:
        (room,) = (room for room in hello["rooms"] if room["id"] == self._room)
        self._epoch, self._returned = hello["epoch"], self._have is not None
        if self._have is None:
            self._have = room["rev"]
        self._hear_head(room["rev"])
        self.is_in.set()
        self._note_return()

    def _hear(self, frame: Json) -> None:
        if frame["type"] == "heartbeat":
            self._hear_head(frame["heads"].get(str(self._room), 0))
        elif frame["type"] in CHANGES and frame["room"] == self._room and frame["rev"] > (self._have or 0):
            self._ahead[frame["rev"]] = frame
            self._drain()
            if self._ahead:
                self._hear_head(max(self._ahead))

    def _hear_head(self, head: int) -> None:
        self._head = max(self._head, head)
        if self._head > (self._have or 0):
            self._behind.set()

    def _drain(self) -> None:
        have = self._have or 0
        while frame := self._ahead.pop(have + 1, None):
            have += 1
            if frame["type"] == "message":
                self.live.add(frame["message"]["nonce"])
                self.has.add(frame["message"]["nonce"])
        self._have, self._head = have, max(self._head, have)
        self._ahead = {rev: frame for rev, frame in self._ahead.items() if rev > have}
        self._note_return()

    async def _catch_up(self) -> None:
        while True:
            await self._behind.wait()
            self._behind.clear()
            try:
                while (self._have or 0) < self._head:
                    await self._sync(self._have or 0)
            except (httpx.HTTPError, KeyError, json.JSONDecodeError):
                await asyncio.sleep(0.5)
                self._behind.set()

    async def _sync(self, have: int) -> None:
        body = {"epoch": self._epoch, "rooms": {str(self._room): have}}
        answer = await self._http.post("/api/sync/", json=body, headers=self._headers)
        part = answer.raise_for_status().json()["rooms"][str(self._room)]
        self.has |= {message["nonce"] for message in part["messages"]}
        whole = part["head"] if part["complete"] else max(row["rev"] for row in (*part["messages"], *part["members"]))
        self._have = max(have, whole, self._have or 0)
        self._drain()

    def _note_return(self) -> None:
        """What the server had when it greeted is here."""
        if self._returned and (self._have or 0) >= self._head:
            self._returned = False
            self.caught_up.append(time.monotonic() - self.network.back_at)
