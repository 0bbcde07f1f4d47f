"""The queue between a connection and the application."""

import asyncio
from typing import Any

import pytest

from realtime.server.body import MOST_WAITING, Body


class Transport:
    def __init__(self) -> None:
        self.said: list[str] = []

    def pauseProducing(self) -> None:
        self.said.append("pause")

    def resumeProducing(self) -> None:
        self.said.append("resume")


def piece(data: bytes) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": True}


END = {"type": "http.request", "body": b"", "more_body": False}
LOST = {"type": "http.disconnect"}


async def test_pieces_and_an_end() -> None:
    body = Body(Transport())
    waiting = asyncio.ensure_future(body.get())
    await asyncio.sleep(0)
    body.add(b"a")
    assert await waiting == piece(b"a")
    body.add(b"b")
    body.add(b"c")
    body.finish()
    assert [await body.get(), await body.get()] == [piece(b"bc"), END]
    body.put_nowait(LOST)
    assert await body.get() == LOST


async def test_who_is_behind_is_waited_for() -> None:
    transport = Transport()
    body = Body(transport)
    for _ in range(3):
        body.add(b"x" * MOST_WAITING)
    assert transport.said == ["pause"]
    await body.get()
    assert transport.said == ["pause", "resume"]


async def test_a_lost_connection_comes_after_what_has_arrived() -> None:
    body = Body(Transport())
    body.add(b"a")
    body.put_nowait(LOST)
    assert [await body.get(), await body.get(), await body.get()] == [piece(b"a"), LOST, LOST]


async def test_daphne_says_nothing_of_the_body() -> None:
    body = Body(Transport())
    body.put_nowait(END)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(body.get(), 0.01)
