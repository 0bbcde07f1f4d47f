"""Opening and closing sockets."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.orders import Socket

HANDSHAKE_SECONDS = 60
AT_ONCE = 50


class Connection(WSListener):
    """One socket. A subclass says what happens to its frames."""

    def __init__(self, socket: Socket) -> None:
        self.answers = {begin.encode(): answer.encode() for begin, answer in socket.answers.items()}
        self.transport: WSTransport | None = None
        self.closing = False

    def say(self, text: bytes) -> None:
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, text)

    async def close(self) -> None:
        assert self.transport is not None
        self.closing = True
        self.transport.send_close()
        self.transport.disconnect()
        await self.transport.wait_disconnected()

    @property
    def descriptor(self) -> int:
        assert self.transport is not None
        return int(self.transport.underlying_transport.get_extra_info("socket").fileno())

    def pause(self) -> None:
        assert self.transport is not None
        self.transport.underlying_transport.pause_reading()

    def resume(self) -> None:
        assert self.transport is not None
        self.transport.underlying_transport.resume_reading()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
        elif self.answers:
            payload = frame.get_payload_as_bytes()
            for answer in (answer for begin, answer in self.answers.items() if payload.startswith(begin)):
                self.say(answer)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.closing:
            asyncio.get_running_loop().call_exception_handler({"message": "the server closed a socket"})


AnyConnection = TypeVar("AnyConnection", bound=Connection)


class Crowd(Generic[AnyConnection]):
    """Many sockets, opened some at a time, closed together."""

    def __init__(self, make: Callable[[Socket], AnyConnection]) -> None:
        self.connections: list[AnyConnection] = []
        self._make = make

    async def open(self, sockets: Sequence[Socket], at_once: int = AT_ONCE) -> None:
        turns = iter(sockets)

        async def open_some() -> None:
            for socket in turns:
                self.connections.append(await self.let_in(socket))

        async with asyncio.TaskGroup() as openers:
            for _ in range(at_once):
                openers.create_task(open_some())

    async def let_in(self, socket: Socket) -> AnyConnection:
        return await connect(socket, self._make)

    async def close(self) -> None:
        await asyncio.gather(*(connection.close() for connection in self.connections))


async def connect(socket: Socket, make: Callable[[Socket], AnyConnection]) -> AnyConnection:
    host = urlsplit(socket.url).hostname
    if host != "127.0.0.1":
        raise ValueError(f"This is for servers on this machine, not for {host}.")
    headers = {"Sec-WebSocket-Protocol": ", ".join(socket.subprotocols)} if socket.subprotocols else None
    connection: AnyConnection
    _, connection = await ws_connect(
        partial(make, socket), socket.url, extra_headers=headers, websocket_handshake_timeout=HANDSHAKE_SECONDS
    )
    return connection
