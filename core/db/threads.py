"""Which threads may wait for the database.

asgiref sends all synchronous work outside an HTTP request through one thread, and every HTTP request through a thread of its own.
The first makes sockets wait for each other, the second makes persistent connections leak. Here a few threads do all of it, and each
keeps one connection (measured in docs/architecture.md, "Threads").
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


async def in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function that uses the database, in one of the sockets' threads."""
    # Any free thread will do: nothing outlives the call but the thread's connection. asgiref's sync_to_async would cost as much as a
    # small query, for a way back into the loop that nobody here takes.
    call = partial(_fresh, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_sockets, call)


def _fresh(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with fresh_connections():
        return function(*args, **kwargs)


@contextmanager
def fresh_connections() -> Iterator[None]:
    """What Django does around a request, for work that belongs to none: drop connections that are broken or too old."""
    # With DEBUG on, Django logs every query with its parameters, and forgets them when a request begins. Here none ever does.
    reset_queries()
    now = time.monotonic()
    # Looking whether a connection is alive is a query of its own; one that was alive a second ago is taken at its word.
    if now - getattr(_checked, "at", 0.0) > CHECK_SECONDS:
        close_old_connections()
        _checked.at = now
    try:
        yield
    except BaseException:
        close_old_connections()
        raise


class RequestThreads:
    """ASGI middleware: each HTTP request gets the least busy of a few single threads, for as long as it lasts."""

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
