"""Whose delay after a fault is the server's."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.typing import Subprotocol

from lab.chaos.checks.history import now
from lab.chaos.clients.connection import Connection
from lab.chaos.clients.session import Session


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async def greet(socket: ServerConnection) -> None:
        await socket.send(json.dumps({"type": "hello", "heartbeat": 60}))
        await socket.wait_closed()

    async with serve(greet, "127.0.0.1", 0, select_subprotocol=lambda *_: Subprotocol("chat.v1")) as server:
        yield server


async def test_only_of_who_kept_the_connection(server: Server) -> None:
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    session = Session(url, "127.0.0.1", "access", "refresh", 3_600)
    connection = Connection(url, "127.0.0.1", session, lambda _: None)
    assert not connection.is_kept_since(now())
    keeping = asyncio.ensure_future(connection.keep())
    try:
        await _until(lambda: connection.is_open)
        opened = connection.since
        assert connection.is_kept_since(now() + 1)
        assert not connection.is_kept_since(opened)
        server.close()
        await _until(lambda: not connection.is_open)
        # It waits before another try, and its last connection is older than the fault still.
        assert connection.since == opened
        assert not connection.is_kept_since(now() + 1)
    finally:
        keeping.cancel()
        await session.close()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 (the connection has no event of it)
            await asyncio.sleep(0.01)
