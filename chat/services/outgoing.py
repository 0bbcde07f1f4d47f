"""The way of every new message, from REST, sockets and bots: what arrives while a transaction runs is stored together in the next one.

Nothing waits for company: a message that finds nobody storing is stored at once.
"""

import asyncio
import contextlib
import queue
import threading
from concurrent.futures import Future
from typing import Any

from django.conf import settings

from chat.services.messages import send
from chat.services.sending import Draft, Sent, send_together
from config.errors import Problem
from config.threads import fresh_connections, in_database

# Bounds how long a transaction holds its locks, and what is retried when it fails.
MOST_TOGETHER = 200


def send_message(**draft: Any) -> Sent:
    """`messages.send`, for a thread."""
    return _commits.submit(Draft(**draft)).result() if settings.GROUP_COMMIT else send(**draft)


async def send_message_async(**draft: Any) -> Sent:
    """`messages.send`, for the event loop."""
    if not settings.GROUP_COMMIT:
        return await in_database(send, **draft)
    return await asyncio.wrap_future(_commits.submit(Draft(**draft)))


class GroupCommit:
    """One thread that stores whatever has been handed in."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Draft, Future[Sent]]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, draft: Draft) -> "Future[Sent]":
        future: Future[Sent] = Future()
        self._waiting.put((draft, future))
        if self._thread is None:
            self._start()
        return future

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
                self._store(together)

    def _store(self, together: list[tuple[Draft, "Future[Sent]"]]) -> None:
        try:
            outcomes = send_together([draft for draft, _ in together])
        except Exception as error:
            if len(together) == 1:
                together[0][1].set_exception(error)
            else:
                # One bad message must harm no other.
                for single in together:
                    self._store([single])
            return
        for (_, future), outcome in zip(together, outcomes, strict=True):
            if isinstance(outcome, Problem):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


_commits = GroupCommit()
