"""One socket from its handshake to its end. A socket that stays silent for two heartbeats is dead."""

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from lab.chaos.clients.wire import Json, Refusal

HELLO_SECONDS = 15
ANSWER_SECONDS = 10


class LineLost(Exception):
    """`code` is the code of the close frame, or None."""

    def __init__(self, why: str, code: int | None = None) -> None:
        self.code = code
        super().__init__(why if code is None else f"{why} {code}")


class Line:
    """A context. `hello` is the first frame. All frames but answers go to `on_frame`."""

    def __init__(self, url: str, address: str, token: str, on_frame: Callable[[Json], None], beats: float = 2) -> None:
        """`beats`: heartbeats of silence after which the socket is dead."""
        self._opening = connect(
            url,
            subprotocols=["chat.v1", f"bearer.{token}"],  # type: ignore[list-item]
            local_addr=(address, 0),
            compression=None,
            ping_interval=None,
            open_timeout=HELLO_SECONDS,
            close_timeout=1,
            proxy=None,
        )
        self._on_frame = on_frame
        self._beats = beats
        self._refs = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Json]] = {}
        self._socket: ClientConnection | None = None
        self._farewell: int | None = None

    async def __aenter__(self) -> Self:
        try:
            self._socket = await self._opening
        except (OSError, WebSocketException, EOFError) as error:
            raise LineLost(type(error).__name__) from error
        try:
            self.hello = await self._receive(HELLO_SECONDS)
            if self.hello["type"] != "hello":
                raise LineLost("turned away", self.hello.get("code"))
        except BaseException:
            self.cut()
            raise
        self._patience = self._beats * self.hello["heartbeat"]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        """Abort the connection without a word, as a pulled cable does."""
        if self._socket is not None:
            self._socket.transport.abort()
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(LineLost("cut"))
                answer.exception()  # the caller may be gone

    async def listen(self) -> None:
        """Read frames until the connection is lost. Raises LineLost."""
        while True:
            frame = await self._receive(self._patience)
            if (answer := self._asked.get(frame.get("ref", 0))) and not answer.done():
                answer.set_result(frame)
            elif frame["type"] == "closed":
                self._farewell = frame["code"]
            else:
                self._on_frame(frame)

    async def ask(self, kind: str, **fields: Any) -> Json:
        ref = next(self._refs)
        answer = self._asked[ref] = asyncio.get_running_loop().create_future()
        try:
            await self.tell(kind, ref=ref, **fields)
            async with asyncio.timeout(ANSWER_SECONDS):
                frame: Json = await answer
        finally:
            del self._asked[ref]
        if frame["type"] == "error":
            raise Refusal(frame["code"])
        return frame

    async def tell(self, kind: str, **fields: Any) -> None:
        assert self._socket is not None
        try:
            await self._socket.send(json.dumps({"type": kind, **fields}, ensure_ascii=False))
        except ConnectionClosed:
            raise LineLost("closed") from None

    async def _receive(self, patience: float) -> Json:
        assert self._socket is not None
        try:
            async with asyncio.timeout(patience):
                frame: Json = json.loads(await self._socket.recv())
        except ConnectionClosed as end:
            raise LineLost("closed", self._farewell or (end.rcvd.code if end.rcvd else None)) from None
        except TimeoutError:
            raise LineLost("silent") from None
        return frame
