"""Which threads may wait for the database.

asgiref sends all synchronous work outside an HTTP request through one thread, and every HTTP request through a thread of its own.
The first makes sockets wait for each other, the second makes persistent connections leak. Here a few threads do all of it, and each
keeps one connection (measured in docs/architecture.md, "Threads").
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import ThreadSensitiveContext
from channels.db import database_sync_to_async
from django.conf import settings

P = ParamSpec("P")
R = TypeVar("R")

_sockets = ThreadPoolExecutor(settings.DATABASE_THREADS, thread_name_prefix="socket-db")


async def in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function that uses the database, in one of the sockets' threads."""
    # Any free thread will do: nothing outlives the call but the thread's connection.
    call: Callable[P, Awaitable[R]] = database_sync_to_async(function, thread_sensitive=False, executor=_sockets)
    return await call(*args, **kwargs)


class RequestThreads:
    """ASGI middleware: each HTTP request gets the least busy of a few single threads, for as long as it lasts."""

    def __init__(self, app: Callable[..., Awaitable[None]], threads: int) -> None:
        self.app = app
        self._executors = [ThreadPoolExecutor(1, thread_name_prefix="http-db") for _ in range(threads)]
        self._requests = [0] * threads

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        index = self._requests.index(min(self._requests))
        self._requests[index] += 1
        try:
            async with ThreadSensitiveContext(executor=self._executors[index]):
                await self.app(scope, receive, send)
        finally:
            self._requests[index] -= 1
