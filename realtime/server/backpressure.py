"""Let an answer wait for its reader.

Daphne's `send` only appends to Twisted's buffer, so the answer to a client that reads slowly would lie in memory whole.
Here it waits until the client has read what was written. The time for that is bounded (`ANSWER_SECONDS`, http.py).
"""

import asyncio
from typing import Any

from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel


class PacedChannel(HTTPChannel):
    """A connection that says when its client has read what was written."""

    _behind: asyncio.Future[None] | None = None

    async def read_up(self) -> None:
        """Wait until the client has read, or is gone."""
        while self._behind is not None:
            await asyncio.shield(self._behind)

    def pauseProducing(self) -> None:
        super().pauseProducing()
        if self._behind is None:
            self._behind = asyncio.get_running_loop().create_future()

    def resumeProducing(self) -> None:
        super().resumeProducing()
        self._go_on()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        super().connectionLost(reason)
        self._go_on()

    def _go_on(self) -> None:
        if self._behind is not None:
            self._behind.set_result(None)
            self._behind = None


async def wait_for_reader(protocol: Any) -> None:
    """After a piece of an answer that more pieces follow."""
    channel = getattr(protocol, "channel", None)  # a finished request has none, a socket never has
    if isinstance(channel, PacedChannel):
        await channel.read_up()
