"""Batching: items that arrive while a batch runs form the next batch.

A query or a transaction costs nearly as much for one item as for fifty, and so does a trip between an event loop and a
thread. No item waits for others: while no batch runs, an item starts at once.
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

from django.db import OperationalError

from core.db import outages
from core.db.postgresql.errors import is_lock_timeout
from core.db.threads import fresh_connections

Item = TypeVar("Item")
Result = TypeVar("Result")


class Later(Enum):
    """The result of an item that has to wait for the next batch, because this one was full."""

    LATER = "later"


LATER = Later.LATER


class Together(Generic[Item, Result]):
    """One thread that handles all items in batches of at most `most` items. A batch takes no more once what `weigh` says of its items
    is `heaviest` together.

    `do` returns a result, an exception or LATER for each item; never LATER for the first one.
    """

    def __init__(
        self,
        name: str,
        do: Callable[[list[Item]], Sequence[Result | Exception | Later]],
        *,
        most: int,
        weigh: Callable[[Item], int] = lambda _: 0,
        heaviest: int = 1,
    ) -> None:
        self._name, self._do, self._most = name, do, most
        self._weigh, self._heaviest = weigh, heaviest
        self._waiting: queue.SimpleQueue[tuple[Item, Any]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    async def ask(self, item: Item) -> Result:
        """Hand in an item from an event loop and return its result. Raises the exception that `do` returned for it."""
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
            self._fill(waiting)
            results = self._results([item for item, _ in waiting])
            told = [future for _, future in waiting]
            waiting = [one for one, result in zip(waiting, results, strict=True) if result is LATER]
            _tell(told, results)

    def _fill(self, batch: list[tuple[Item, Any]]) -> None:
        weight = sum(self._weigh(item) for item, _ in batch)
        with contextlib.suppress(queue.Empty):
            while len(batch) < self._most and weight < self._heaviest:
                batch.append(self._waiting.get_nowait())
                weight += self._weigh(batch[-1][0])

    def _results(self, items: list[Item]) -> list[Result | Exception | Later]:
        try:
            with fresh_connections():
                return list(self._do(items))
        except Exception as error:
            if len(items) == 1:
                return [error]
            # The batch may be stored. Then each item by itself finds itself done, and whoever asked is told so.
            outages.tell_of(error)
            return self._one_by_one(items)

    def _one_by_one(self, items: list[Item]) -> list[Result | Exception | Later]:
        """Do each item as a batch of its own, so that an error concerns its item alone."""
        results: list[Result | Exception | Later] = []
        for item in items:
            results += self._results([item])
            error = results[-1]
            if isinstance(error, OperationalError) and is_lock_timeout(error):
                # The held row concerns this item alone, and the others must not wait for several such rows.
                return results + [LATER] * (len(items) - len(results))
            if isinstance(error, Exception) and outages.is_outage(error):
                # All remaining items get this error, without an attempt for each.
                return results + [error] * (len(items) - len(results))
        return results


def _tell(futures: Sequence[Any], results: Sequence[Any]) -> None:
    """Set the results. Waking an event loop is a system call, so each loop is woken once for all its futures."""
    loops = defaultdict(list)
    for future, result in zip(futures, results, strict=True):
        if result is LATER:
            continue
        if isinstance(future, asyncio.Future):
            loops[future.get_loop()].append((future, result))
        else:
            _settle([(future, result)])
    for loop, settled in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed, and its futures with it
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[Any, Any]]) -> None:
    for future, result in settled:
        if future.cancelled():
            continue  # the caller is gone; the finished work stays done
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
