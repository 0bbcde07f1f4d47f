"""Work that a socket does beside its requests, one piece after the other."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

logger = logging.getLogger(__name__)


class Errands:
    """Runs what it is given in order; nothing is allocated while there is nothing to do."""

    __slots__ = ("_running", "_waiting")

    def __init__(self) -> None:
        self._waiting: deque[tuple[Callable[..., Awaitable[None]], tuple[Any, ...]]] | None = None
        self._running: asyncio.Task[None] | None = None

    def add(self, action: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append((action, arguments))
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._run())

    def cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    async def _run(self) -> None:
        while self._waiting:
            action, arguments = self._waiting.popleft()
            try:
                await action(*arguments)
            except Exception:
                logger.exception("%s failed", getattr(action, "__name__", action))
