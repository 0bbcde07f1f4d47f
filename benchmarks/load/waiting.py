"""Waiting for what the other end will do."""

import asyncio
import time
from collections.abc import Callable

EVERY_SECONDS = 0.01


async def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Raises TimeoutError, which says what did not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        await asyncio.sleep(EVERY_SECONDS)
