"""Where passwords are hashed: in a few threads of their own, with a short queue before them.

A hash takes a tenth of a second of all processors and 100 MB, and anybody may ask for one. In the threads of all other requests a
hundred sign-ins would make everybody wait. Who finds the queue full runs on in those, where there is no waiting: the limits on tries
count it as ever, and a hash is refused with `unavailable`.
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

# Some seconds longer than the queue takes, unless the machine is overloaded.
QUEUE_SECONDS = 10.0
# For who is told to come back, so that not all of them do at once with those who come anew.
WAIT_SECONDS = 2

# What checks or sets a password; of the admin, everything below.
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
    """Requests that wait for one of a few threads."""

    def __init__(self, app: Application, threads: int) -> None:
        self.waiting = 0
        self._app = RequestThreads(app, threads, name="password", initializer=_begin_thread)
        self._free = asyncio.Semaphore(threads)

    async def turn(self) -> bool:
        """Whether there was one in time."""
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
        """After a turn has come."""
        try:
            await self._app(scope, receive, send)
        finally:
            self._free.release()


class PasswordThreads:
    """ASGI middleware. `others` gets every request that needs no hash, or finds no place here."""

    def __init__(self, app: Application, others: Application) -> None:
        self._others = others
        self._queue = Queue(app, settings.PASSWORD_THREADS)
        # Whoever fills the queue with tries must not keep people out who have signed in from this device before.
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
# One more for a device that is known.
_places = threading.BoundedSemaphore(settings.PASSWORD_THREADS + 1)


def _begin_thread() -> None:
    _thread.may_wait = True


def _is_known(scope: Any) -> bool:
    header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return known_browsers.read(parse_cookie(header.decode("latin1")).get(known_browsers.NAME)) is not None


@contextmanager
def place() -> Iterator[None]:
    """For one hash. Raises Problem `unavailable` where there is none, or somebody waits for one."""
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
