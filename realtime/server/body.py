"""The body of a streamed request, on its way from the connection to the application.

The connection is paused while the application is behind, so a large body takes no more memory than a small one.
"""

import asyncio
from typing import Any

# Bytes that wait for the application. Above it the connection is paused.
MOST_WAITING = 256 * 1024


class Body:
    """The application's queue: `get` is its `receive`. Daphne puts messages, the request adds pieces."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._changed = asyncio.Event()
        self._is_paused = self._is_lost = self._is_told = False
        self.is_whole = False

    def add(self, data: bytes) -> None:
        self._pieces.append(data)
        self._waiting += len(data)
        self._changed.set()
        if self._waiting > MOST_WAITING and not self._is_paused:
            self._is_paused = True
            self._transport.pauseProducing()

    def finish(self) -> None:
        self.is_whole = True
        self._changed.set()

    def put_nowait(self, message: dict[str, Any]) -> None:
        """A message of Daphne. It believes that the body is empty, and says so: that message is dropped."""
        if message["type"] == "http.disconnect":
            self._is_lost = True
            self._changed.set()

    async def get(self) -> dict[str, Any]:
        while not (self._pieces or self._is_lost or (self.is_whole and not self._is_told)):
            self._changed.clear()
            await self._changed.wait()
        if self._pieces:
            return self._take()
        if self._is_lost:
            return {"type": "http.disconnect"}
        self._is_told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    def _take(self) -> dict[str, Any]:
        taken = b"".join(self._pieces)
        self._pieces, self._waiting = [], 0
        if self._is_paused and not self._is_lost:
            self._is_paused = False
            self._transport.resumeProducing()
        return {"type": "http.request", "body": taken, "more_body": True}
