"""Gathering: calls with one key that wait for each other are done together, by one of them.

As core/db/batching.py, but by the threads that call, with a turn for each key: calls with another key do not wait. For
calls that would take the same row lock one after the other, with a transaction each.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connection

from core.db import outages

Item = TypeVar("Item")
Result = TypeVar("Result")


class Gathered(Generic[Item, Result]):
    """`do` gets a key and at most `most` items. It returns a result or an exception for each of them."""

    def __init__(self, do: Callable[[int, list[Item]], Sequence[Result | Exception]], *, most: int) -> None:
        self._do, self._most = do, most
        self._lock = threading.Lock()
        self._turns: dict[int, _Turn[Item, Result]] = {}

    def ask(self, key: int, item: Item) -> Result:
        """The result of this item. Raises the exception that `do` returned for it."""
        call: _Call[Item, Result] = _Call(item)
        if connection.in_atomic_block:
            # What the caller takes back would be taken back for others.
            self._handle(key, [call])
            return call.result.result()
        turn = self._enter(key, call)
        try:
            # Locks are given in no order. Whoever comes before as many as are done together comes again.
            while not call.result.done():
                with turn.lock:
                    if not call.result.done():
                        self._handle_all(key, self._next(turn))
        finally:
            self._leave(key, turn)
        return call.result.result()

    def _enter(self, key: int, call: "_Call[Item, Result]") -> "_Turn[Item, Result]":
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.there += 1
            turn.waiting.append(call)
            return turn

    def _next(self, turn: "_Turn[Item, Result]") -> list["_Call[Item, Result]"]:
        """The first calls. The caller's own may not be among them."""
        with self._lock:
            some = turn.waiting[: self._most]
            del turn.waiting[: self._most]
            return some

    def _leave(self, key: int, turn: "_Turn[Item, Result]") -> None:
        with self._lock:
            turn.there -= 1
            if not turn.there:
                del self._turns[key]

    def _handle_all(self, key: int, calls: list["_Call[Item, Result]"]) -> None:
        try:
            self._handle(key, calls)
        finally:
            # This thread may have ended. The others are not to wait for ever.
            for call in calls:
                call.settle(RuntimeError("The thread that was to do this has ended."))

    def _handle(self, key: int, calls: list["_Call[Item, Result]"]) -> None:
        try:
            results = self._do(key, [call.item for call in calls])
        except Exception as error:
            if len(calls) > 1:
                outages.tell_of(error)  # the calls may be stored, and each by itself finds itself done
                self._one_by_one(key, calls)
            else:
                calls[0].settle(error)
        else:
            for call, result in zip(calls, results, strict=True):
                call.settle(result)

    def _one_by_one(self, key: int, calls: list["_Call[Item, Result]"]) -> None:
        """An error concerns its call alone, unless the database is away: the others do not wait for it one by one."""
        for number, call in enumerate(calls):
            self._handle(key, [call])
            error = call.result.exception()
            if isinstance(error, Exception) and outages.is_outage(error):
                for other in calls[number + 1 :]:
                    other.settle(error)
                return


class _Call(Generic[Item, Result]):
    def __init__(self, item: Item) -> None:
        self.item = item
        self.result: Future[Result] = Future()

    def settle(self, result: Result | Exception) -> None:
        if self.result.done():
            return
        if isinstance(result, Exception):
            self.result.set_exception(result)
        else:
            self.result.set_result(result)


class _Turn(Generic[Item, Result]):
    """`there`: the number of callers that hold the lock or wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[_Call[Item, Result]] = []
        self.there = 0
