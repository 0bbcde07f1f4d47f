"""The threads that wait for the database.

asgiref sends all synchronous work outside an HTTP request through one thread, and every HTTP request through a thread
of its own. The single thread makes sockets wait for each other; the many threads leak persistent connections. This
module uses a few threads for all work, and each thread keeps one connection (measured in
docs/decisions/data/database-threads.md).
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.db import close_old_connections, reset_queries

P = ParamSpec("P")
R = TypeVar("R")

CHECK_SECONDS = 1.0
_checked = threading.local()
_sockets = ThreadPoolExecutor(settings.DATABASE_THREADS, thread_name_prefix="socket-db")
# One for the look that ends a doubt, one for heartbeats and reconciliation.
_worker = ThreadPoolExecutor(2, thread_name_prefix="worker-db")


async def in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function that uses the database, in one of the sockets' threads."""
    # Any free thread will do: only the thread's connection outlives the call. asgiref's sync_to_async costs as much as
    # a small query, for a way back into the loop that no caller needs.
    call = partial(_fresh, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_sockets, call)


async def in_database_for_all(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `in_database`, for what the worker does for all its sockets: thousands of calls of clients may wait for the
    other threads, and a person who was removed must not be told more meanwhile."""
    call = partial(_fresh, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_worker, call)


def _fresh(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with fresh_connections():
        return function(*args, **kwargs)


@contextmanager
def fresh_connections() -> Iterator[None]:
    """Drop connections that are broken or too old, as Django does around a request, for work outside requests."""
    # With DEBUG on, Django keeps every query with its parameters until a request begins. Outside requests none begins.
    reset_queries()
    now = time.monotonic()
    # The check that a connection is alive is a query, so it is made at most once in CHECK_SECONDS.
    if now - getattr(_checked, "at", 0.0) > CHECK_SECONDS:
        close_old_connections()
        _checked.at = now
    try:
        yield
    except BaseException:
        close_old_connections()
        raise


class RequestThreads:
    """ASGI middleware: each HTTP request runs in the least busy of a few threads, for as long as it lasts."""

    def __init__(
        self,
        app: Callable[..., Awaitable[None]],
        threads: int,
        *,
        name: str = "http-db",
        initializer: Callable[[], None] | None = None,
    ) -> None:
        self.app = app
        self._executors = [ThreadPoolExecutor(1, name, initializer) for _ in range(threads)]
        self._requests = [0] * threads

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        index = self._requests.index(min(self._requests))
        self._requests[index] += 1
        try:
            async with ThreadSensitiveContext(executor=self._executors[index]):
                await self.app(scope, receive, send)
        finally:
            self._requests[index] -= 1
