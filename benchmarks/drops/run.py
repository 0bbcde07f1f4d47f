"""Everybody listens while one writes, networks come and go, and in the end all are there."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import httpx

from benchmarks.drops.client import Client

RATE = 10
SETTLE_SECONDS = 20
ENTER_SECONDS = 20


class Found(NamedTuple):
    messages: int
    received: float
    """Of what was acknowledged, the part that everybody had in the end."""
    live: float
    """The part that came as frames."""
    caught_up: list[float]
    """Seconds of each return."""


async def drops(clients: Sequence[Client], site: str, room: int, token: str, seconds: float) -> Found:
    living = [asyncio.ensure_future(client.live_on()) for client in clients]
    async with asyncio.timeout(ENTER_SECONDS):
        await asyncio.gather(*(client.is_in.wait() for client in clients))
    dropping = [asyncio.ensure_future(client.network.drop()) for client in clients]
    try:
        written = await write(site, room, token, seconds)
        await end(dropping)
        await settled(clients, written)
    finally:
        await end([*dropping, *living])
    everything = len(written) * len(clients)
    return Found(
        len(written),
        sum(len(client.has & written) for client in clients) / everything,
        sum(len(client.live & written) for client in clients) / everything,
        [each for client in clients for each in client.caught_up],
    )


async def write(site: str, room: int, token: str, seconds: float) -> set[str]:
    """The nonces of what was acknowledged."""
    acknowledged: set[str] = set()
    begin, headers = time.monotonic(), {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=site, headers=headers, timeout=10) as http:
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(begin + number / RATE - time.monotonic())
            nonce = str(uuid.uuid4())
            form = {"nonce": nonce, "text": f"message {number}"}
            if (await http.post(f"/api/rooms/{room}/messages/", json=form)).is_success:
                acknowledged.add(nonce)
    return acknowledged


async def settled(clients: Sequence[Client], written: set[str]) -> None:
    """Until everybody has everything, or it has taken too long."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline and not all(written <= client.has for client in clients):  # noqa: ASYNC110 (sockets fill it)
        await asyncio.sleep(0.05)


async def end(tasks: Sequence["asyncio.Future[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
