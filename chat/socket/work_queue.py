"""A socket's work besides its requests, done in order."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from realtime.limits import MOST_WAITING_EVENTS

logger = logging.getLogger(__name__)


class WorkQueue:
    """Run actions in order, from `begin` on. An idle queue allocates nothing."""

    __slots__ = ("_begun", "_ending", "_running", "_waiting")

    def __init__(self) -> None:
        self._begun = False
        self._waiting: deque[tuple[Callable[..., Awaitable[None]], tuple[Any, ...]]] | None = None
        self._running: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    def add(self, action: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append((action, arguments))
        self._run_if_idle()

    @property
    def are_too_many(self) -> bool:
        return self._waiting is not None and len(self._waiting) >= MOST_WAITING_EVENTS

    def forget(self) -> None:
        """Drop the waiting actions."""
        if self._waiting is not None:
            self._waiting.clear()

    def end_with(self, action: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        """Drop the waiting actions, and run this one at once: the one that runs may wait for a database that hangs."""
        self.forget()
        if not self._begun:
            self.add(action, *arguments)
        elif self._ending is None:
            self._ending = asyncio.ensure_future(action(*arguments))

    def begin(self) -> None:
        """Start running. A socket hears events as soon as it listens, and handles them after its hello."""
        self._begun = True
        self._run_if_idle()

    def cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _run_if_idle(self) -> None:
        if self._begun and self._waiting and (self._running is None or self._running.done()):
            self._running = asyncio.ensure_future(self._run(self._waiting))

    async def _run(self, waiting: deque[tuple[Callable[..., Awaitable[None]], tuple[Any, ...]]]) -> None:
        while waiting:
            action, arguments = waiting.popleft()
            try:
                await action(*arguments)
            except Exception:
                logger.exception("%s failed", getattr(action, "__name__", action))
