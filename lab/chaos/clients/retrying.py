"""Repeat an action until it succeeds."""

import asyncio
from collections.abc import Awaitable, Callable

from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.connection import LOST, Connection
from lab.chaos.clients.wire import Refusal

Deed = Callable[[], Awaitable[None]]


async def insist(connection: Connection, deed: Deed) -> None:
    """Repeat the action until it succeeds or is refused for good."""
    attempt = 0
    while True:
        try:
            await deed()
        except LOST as lost:
            if isinstance(lost, Refusal) and lost.is_final:
                return
            connection.trouble("deed", lost)
            await asyncio.sleep(backoff(attempt))
            attempt += 1
        else:
            return
