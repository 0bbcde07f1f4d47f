"""One of thousands of sockets. It reconnects by itself and syncs, and speaks only the parts of the protocol for
that."""

import asyncio
import random
from collections import defaultdict
from urllib.parse import urlsplit

import msgspec
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from lab.chaos.clients.backoff import backoff

HANDSHAKE_SECONDS = 30
ANSWER_SECONDS = 30
SYNC_PATIENCE_SECONDS = (0.05, 0.15)


class Head(msgspec.Struct):
    id: int
    rev: int


class Frame(msgspec.Struct):
    """The fields that matter here, of any frame."""

    type: str
    room: int = 0
    rev: int = 0
    code: int | str = 0
    epoch: str = ""
    rooms: list[Head] = []
    heads: dict[int, int] = {}


class Row(msgspec.Struct):
    rev: int


class SyncedRoom(msgspec.Struct):
    head: int
    complete: bool
    messages: list[Row]
    members: list[Row]

    @property
    def brings_to(self) -> int:
        """The rev from which the next answer continues."""
        return self.head if self.complete else max((row.rev for row in (*self.messages, *self.members)), default=0)


class SyncAnswer(msgspec.Struct):
    rooms: dict[int, SyncedRoom]


decode = msgspec.json.Decoder(Frame).decode
decode_sync = msgspec.json.Decoder(SyncAnswer).decode


class Returning(WSListener):
    def __init__(self, url: str, address: str, token: str) -> None:
        self.have: dict[int, int] = {}
        """The rev of each room."""
        self.hellos = 0
        self.is_in = False
        self.syncs = 0
        self._heads: dict[int, int] = {}
        self._ahead: defaultdict[int, set[int]] = defaultdict(set)
        self._url, self._address, self._token = url, address, token
        self._epoch = ""
        self._close_code: int | None = None
        self._syncing: asyncio.Task[None] | None = None

    def has(self, heads: dict[int, int]) -> bool:
        return self.is_in and all(rev >= heads[room] for room, rev in self.have.items())

    async def live(self) -> None:
        """Keep a connection until cancelled."""
        attempt = 0
        while True:
            self._close_code = None
            if (transport := await self._connect()) is not None:
                await transport.wait_disconnected()
                attempt = 0 if self.is_in else attempt
                self.is_in = False
            await asyncio.sleep(backoff(attempt, self._close_code))
            attempt += 1

    async def _connect(self) -> WSTransport | None:
        try:
            transport, _ = await ws_connect(
                lambda: self,
                self._url.replace("http", "ws", 1) + "/ws/chat/",
                extra_headers={"Sec-WebSocket-Protocol": f"chat.v1, bearer.{self._token}"},
                websocket_handshake_timeout=HANDSHAKE_SECONDS,
                local_addr=(self._address, 0),
            )
        except (OSError, TimeoutError, WSError):
            return None
        return transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
            return
        said = decode(frame.get_payload_as_bytes())
        match said.type:
            case "hello":
                self._greet(said)
            case "message" | "member" | "room":
                self._hear(said.room, said.rev)
            case "heartbeat":
                for room, head in said.heads.items():
                    self.have.setdefault(room, head)
                    self._expect(room, head)
            case "closed":
                self._close_code = int(said.code)

    def _greet(self, hello: Frame) -> None:
        self.hellos += 1
        self.is_in = True
        self._epoch = hello.epoch
        for room in hello.rooms:
            self.have.setdefault(room.id, room.rev)
            self._expect(room.id, room.rev)

    def _hear(self, room: int, rev: int) -> None:
        # A room that the hello left out begins with the first frame about it.
        self.have.setdefault(room, rev)
        self._ahead[room].add(rev)
        self._drain(room)
        self._expect(room, rev)

    def _drain(self, room: int) -> None:
        """Count changes that came early once the changes before them have come."""
        ahead = self._ahead[room]
        while self.have[room] + 1 in ahead:
            self.have[room] += 1
        self._ahead[room] = {rev for rev in ahead if rev > self.have[room]}

    def _expect(self, room: int, head: int) -> None:
        self._heads[room] = max(head, self._heads.get(room, 0))
        if head > self.have[room] and (self._syncing is None or self._syncing.done()):
            self._syncing = asyncio.ensure_future(self._catch_up())

    # -- Catching up

    async def _catch_up(self) -> None:
        attempt = 0
        await asyncio.sleep(random.uniform(*SYNC_PATIENCE_SECONDS))
        while behind := {room: rev for room, rev in self.have.items() if rev < self._heads[room]}:
            self.syncs += 1
            try:
                answer = await self._sync(behind)
            except (OSError, TimeoutError, EOFError, msgspec.MsgspecError):
                await asyncio.sleep(1 + backoff(attempt))
                attempt += 1
                continue
            for room, changes in answer.rooms.items():
                self.have[room] = max(self.have[room], changes.brings_to)
                self._drain(room)

    async def _sync(self, behind: dict[int, int]) -> SyncAnswer:
        body = msgspec.json.encode({"epoch": self._epoch, "rooms": behind})
        address = urlsplit(self._url)
        head = (
            f"POST /api/sync/ HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(
                address.hostname, address.port, local_addr=(self._address, 0)
            )
            try:
                writer.write(head.encode() + body)
                answer = await reader.read()
            finally:
                writer.close()
        return decode_sync(answer.partition(b"\r\n\r\n")[2])
