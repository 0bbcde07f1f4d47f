"""Work of one kind that arrives while the same kind is being done: done together in the next go.

A query or a transaction costs nearly the same for one as for fifty, and so does every trip between an event loop and a thread.
Nothing waits for company: what finds nobody at work is done at once.
"""

import asyncio
import contextlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError

from core.db.postgresql.errors import is_lock_timeout
from core.db.threads import fresh_connections

Item = TypeVar("Item")
Result = TypeVar("Result")


class Later(Enum):
    """The result of what has to wait for the next go, because this one was full."""

    LATER = "later"


LATER = Later.LATER


class Together(Generic[Item, Result]):
    """One thread that does whatever has been handed in. `do` returns a result, or the exception it comes to, or LATER for each item,
    but never for the first one.

    `most` bounds how much is done in one go.
    """

    def __init__(
        self, name: str, do: Callable[[list[Item]], Sequence[Result | Exception | Later]], *, most: int
    ) -> None:
        self._name, self._do, self._most = name, do, most
        self._waiting: queue.SimpleQueue[tuple[Item, Any]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    async def ask(self, item: Item) -> Result:
        """From an event loop."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._hand_in(item, future)
        return await future

    def ask_from_thread(self, item: Item) -> Result:
        future: Future[Result] = Future()
        self._hand_in(item, future)
        return future.result()

    def _hand_in(self, item: Item, future: Any) -> None:
        self._waiting.put((item, future))
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        waiting: list[tuple[Item, Any]] = []
        while True:
            waiting = waiting or [self._waiting.get()]
            with contextlib.suppress(queue.Empty):
                while len(waiting) < self._most:
                    waiting.append(self._waiting.get_nowait())
            results = self._results([item for item, _ in waiting])
            told = [future for _, future in waiting]
            waiting = [one for one, result in zip(waiting, results, strict=True) if result is LATER]
            _tell(told, results)

    def _results(self, items: list[Item]) -> list[Result | Exception | Later]:
        try:
            with fresh_connections():
                return list(self._do(items))
        except Exception as error:
            return [error] if len(items) == 1 else self._one_by_one(items)

    def _one_by_one(self, items: list[Item]) -> list[Result | Exception | Later]:
        """What is wrong with one must harm no other."""
        results: list[Result | Exception | Later] = []
        for item in items:
            results += self._results([item])
            if isinstance(results[-1], OperationalError) and is_lock_timeout(results[-1]):
                # What this one waited for concerns no other, and none of them is to wait for many of its kind.
                return results + [LATER] * (len(items) - len(results))
            if isinstance(results[-1], (OperationalError, InterfaceError)):
                # The database is away, for everybody: nobody has to wait for as many attempts as there are others.
                return results + [results[-1]] * (len(items) - len(results))
        return results


def _tell(futures: Sequence[Any], results: Sequence[Any]) -> None:
    """Waking an event loop from another thread is a system call, so each is woken once for all that wait in it."""
    loops = defaultdict(list)
    for future, result in zip(futures, results, strict=True):
        if result is LATER:
            continue
        if isinstance(future, asyncio.Future):
            loops[future.get_loop()].append((future, result))
        else:
            _settle([(future, result)])
    for loop, settled in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[Any, Any]]) -> None:
    for future, result in settled:
        if future.cancelled():
            continue  # the socket is gone; what was done stays done
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
