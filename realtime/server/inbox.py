"""Frames that a client sent and that the application has not taken yet."""

import asyncio
from typing import Any, Protocol

from realtime.limits import MOST_WAITING_BYTES, MOST_WAITING_FRAMES

INBOX = "inbox"  # a reason for `wait`: read nothing more from the client


class Pausable(Protocol):
    def wait(self, reason: str) -> None: ...

    def go_on(self, reason: str) -> None: ...


class Inbox(asyncio.Queue[dict[str, Any]]):
    """A queue that pauses the connection while it is full. TCP then slows the client down."""

    def __init__(self, connection: Pausable) -> None:
        super().__init__()
        self._connection = connection
        self._bytes = 0
        self._full = False

    def put_nowait(self, item: dict[str, Any]) -> None:
        super().put_nowait(item)
        self._bytes += _size(item)
        if not self._full and (self.qsize() >= MOST_WAITING_FRAMES or self._bytes >= MOST_WAITING_BYTES):
            self._full = True
            self._connection.wait(INBOX)

    async def get(self) -> dict[str, Any]:
        item = await super().get()
        self._bytes -= _size(item)
        if self._full and self.qsize() < MOST_WAITING_FRAMES // 2 and self._bytes < MOST_WAITING_BYTES // 2:
            self._full = False
            self._connection.go_on(INBOX)
        return item


def _size(item: dict[str, Any]) -> int:
    return len(item.get("text") or item.get("bytes") or ())
