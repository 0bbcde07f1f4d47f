"""Hash passwords in a few threads of their own, with a short queue before them.

A hash takes a tenth of a second of all processors and 100 MB, and anybody may ask for one: in the threads of all
requests, a hundred sign-ins would make everybody wait. A request that finds the queue full runs in those threads. There
its tries are counted as usual, and a hash is refused with `unavailable`.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.http.cookie import parse_cookie

from accounts import known_browsers
from core.db.threads import RequestThreads
from core.problems import Problem

# Seconds in the queue, which is longer than a full queue takes unless the machine is overloaded.
QUEUE_SECONDS = 10.0
# Seconds after which a refused caller may try again.
WAIT_SECONDS = 2

# The calls that check or set a password, and the prefixes of the admin pages that do.
CALLS = frozenset(
    {
        "/api/session/",
        "/api/token/",
        "/api/register/",
        "/api/setup/",
        "/api/password/reset/",
        "/api/me/password/",
        "/api/me/email/",
        "/api/me/second-factor/begin/",
        "/api/me/second-factor/recovery-codes/",
        "/api/me/second-factor/off/",
    }
)
PAGES = ("/admin/login/", "/admin/password_change/", "/admin/accounts/user/")

Application = Callable[[Any, Any, Any], Awaitable[None]]


def asks_for_hash(method: str, path: str) -> bool:
    return method in ("POST", "PUT", "PATCH") and (path in CALLS or path.startswith(PAGES))


class Queue:
    """A queue of requests for a few threads."""

    def __init__(self, app: Application, threads: int) -> None:
        self.waiting = 0
        self._app = RequestThreads(app, threads, name="password", initializer=_begin_thread)
        self._free = asyncio.Semaphore(threads)

    async def turn(self) -> bool:
        """Wait for a thread. Returns False where the queue is full, or after QUEUE_SECONDS."""
        if self.waiting >= settings.PASSWORD_QUEUE:
            return False
        self.waiting += 1
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                return await self._free.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1

    async def run(self, scope: Any, receive: Any, send: Any) -> None:
        """Run the request, after `turn` returned True."""
        try:
            await self._app(scope, receive, send)
        finally:
            self._free.release()


class PasswordThreads:
    """ASGI middleware. `others` gets every request that needs no hash, or finds the queue full."""

    def __init__(self, app: Application, others: Application) -> None:
        self._others = others
        self._queue = Queue(app, settings.PASSWORD_THREADS)
        # Known browsers have a queue of their own: an attacker who fills the other one must not keep their people out.
        self._known = Queue(app, 1)
        _queues.extend((self._queue, self._known))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if asks_for_hash(scope["method"], scope["path"]):
            queue = self._known if _is_known(scope) else self._queue
            if await queue.turn():
                await queue.run(scope, receive, send)
                return
        await self._others(scope, receive, send)


_queues: list[Queue] = []
_thread = threading.local()
# One more for known browsers.
_places = threading.BoundedSemaphore(settings.PASSWORD_THREADS + 1)


def _begin_thread() -> None:
    _thread.may_wait = True


def _is_known(scope: Any) -> bool:
    header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return known_browsers.read(parse_cookie(header.decode("latin1")).get(known_browsers.NAME)) is not None


@contextmanager
def place() -> Iterator[None]:
    """A place for one hash. Raises Problem `unavailable` where none is free, or others wait in a queue."""
    may_wait = getattr(_thread, "may_wait", False)
    if not may_wait and any(queue.waiting for queue in _queues):
        raise _busy()
    if not _places.acquire(timeout=QUEUE_SECONDS if may_wait else 0):
        raise _busy()
    try:
        yield
    finally:
        _places.release()


def _busy() -> Problem:
    return Problem("unavailable", "Many people sign in at this moment: try again soon.", wait=WAIT_SECONDS)


class Argon2(Argon2PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        with place():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with place():
            return super().verify(password, encoded)


class PBKDF2(PBKDF2PasswordHasher):
    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with place():
            return super().encode(password, salt, iterations)
