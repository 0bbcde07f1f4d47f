"""The way of every new message, from REST, sockets and bots: what arrives while a transaction runs is stored together in the next one.

Nothing waits for company: a message that finds nobody storing is stored at once.
"""

import asyncio
import contextlib
import queue
import threading
from collections import defaultdict
from concurrent.futures import Future
from typing import Any, NamedTuple

from django.conf import settings

from chat.services.messages import send
from chat.services.sending import Draft, Sent, send_together
from config.threads import fresh_connections, in_database

# Bounds how long a transaction holds its locks, and what is retried when it fails.
MOST_TOGETHER = 200

Outcome = Sent | Exception


def send_message(**draft: Any) -> Sent:
    """`messages.send`, for a thread."""
    if not settings.GROUP_COMMIT:
        return send(**draft)
    future: Future[Sent] = Future()
    _commits.submit(Waiting(Draft(**draft), future))
    return future.result()


async def send_message_async(**draft: Any) -> Sent:
    """`messages.send`, for the event loop."""
    if not settings.GROUP_COMMIT:
        return await in_database(send, **draft)
    future: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
    _commits.submit(Waiting(Draft(**draft), future))
    return await future


class Waiting(NamedTuple):
    """A message somebody waits for, in a thread or in an event loop."""

    draft: Draft
    future: "Future[Sent] | asyncio.Future[Sent]"


class GroupCommit:
    """One thread that stores whatever has been handed in."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Waiting] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, waiting: Waiting) -> None:
        self._waiting.put(waiting)
        if self._thread is None:
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            together = [self._waiting.get()]
            with contextlib.suppress(queue.Empty):
                while len(together) < MOST_TOGETHER:
                    together.append(self._waiting.get_nowait())
            with fresh_connections():
                outcomes = _stored([waiting.draft for waiting in together])
            _tell(together, outcomes)


def _stored(drafts: list[Draft]) -> list[Outcome]:
    try:
        return list(send_together(drafts))
    except Exception as error:
        if len(drafts) == 1:
            return [error]
        # One bad message must harm no other.
        return [outcome for draft in drafts for outcome in _stored([draft])]


def _tell(together: list[Waiting], outcomes: list[Outcome]) -> None:
    """Waking an event loop from another thread is a system call, so each is woken once for all that wait in it."""
    loops = defaultdict(list)
    for (_, future), outcome in zip(together, outcomes, strict=True):
        if isinstance(future, asyncio.Future):
            loops[future.get_loop()].append((future, outcome))
        else:
            _settle([(future, outcome)])
    for loop, settled in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[Any, Outcome]]) -> None:
    for future, outcome in settled:
        if future.cancelled():
            continue  # the socket is gone; the message is stored all the same
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


_commits = GroupCommit()
