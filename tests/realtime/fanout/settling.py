"""What a worker does in a doubt. A machine that is busy hears Redis late, and nothing is handed out in a doubt."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from realtime.fanout.redis_layer import RedisLoopLayer


@asynccontextmanager
async def settling(fanout: RedisLoopLayer) -> AsyncIterator[None]:
    """A worker finds the frames that it keeps in the database."""
    task = asyncio.ensure_future(_settle(fanout))
    try:
        yield
    finally:
        task.cancel()


async def _settle(fanout: RedisLoopLayer) -> None:
    while True:
        await fanout.doubt()
        found = {group: list(frames) for group, frames in fanout._kept.items()}
        doubts = fanout.doubts()
        fanout.heads.note(found)
        fanout.local.distribute(found)
        fanout.settle(doubts)
        await asyncio.sleep(0.05)
