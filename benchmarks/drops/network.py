"""One person's network: away for one to two seconds, every two to five."""

import asyncio
import random
import time
from contextlib import suppress

from benchmarks.drops.backoff import NETWORK_BACK_SPREAD

STAYS = (2.0, 5.0)
IS_AWAY = (1.0, 2.0)


class Network:
    def __init__(self) -> None:
        self.back_at = 0.0
        """When it came back the last time."""
        self._up = asyncio.Event()
        self._up.set()
        self._using: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    async def drop(self) -> None:
        """Again and again, until cancelled; it is up then."""
        try:
            while True:
                await asyncio.sleep(random.uniform(*STAYS))
                self._up.clear()
                if self._using is not None:
                    self._using.cancel()
                await asyncio.sleep(random.uniform(*IS_AWAY))
                self._come_back()
        finally:
            if not self.is_up:
                self._come_back()

    def _come_back(self) -> None:
        self.back_at = time.monotonic()
        self._up.set()

    async def use(self, task: "asyncio.Task[None]") -> None:
        """Until it ends, or the network goes away, which ends it."""
        self._using = task
        try:
            await asyncio.wait([task])
        finally:
            self._using = None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def wait(self, seconds: float) -> None:
        """So long, or until shortly after the network came back."""
        if self.is_up:
            await asyncio.sleep(seconds)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._up.wait()
                seconds = 0
        if self.is_up and not seconds:
            await asyncio.sleep(random.uniform(0, NETWORK_BACK_SPREAD))
