"""What one socket has been told of its own person, and what is not sure about that."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from chat.socket.client_socket import ClientSocket
from chat.socket.connected_sockets import connected_sockets
from chat.socket.delivered_revs import DeliveredRevs
from core.problems import problem_of

logger = logging.getLogger(__name__)

# For so long a change of somebody's own state may overtake the one before it.
GAP_SECONDS = 1.0

Event = dict[str, Any]
Handlers = Mapping[str, Callable[[ClientSocket, "OwnDelivery", Event], Awaitable[None]]]


class OwnDelivery:
    """`failures`: how many events have come to nothing. `is_unsure`: the socket may carry other rooms than its person is in."""

    __slots__ = ("_entered", "_handlers", "_is_waiting", "_socket", "_standings", "failures", "is_unsure", "told")

    def __init__(self, socket: ClientSocket, handlers: Handlers) -> None:
        self._socket: ClientSocket | None = socket
        self._handlers = handlers
        self.told = DeliveredRevs()
        self.failures = 0
        self.is_unsure = self._is_waiting = False
        # Of rooms whose membership began or ended since the socket opened: the room's rev as it was read then, and the own rev of the
        # last such change.
        self._entered: dict[int, int] = {}
        self._standings: dict[int, int] = {}

    async def handle(self, event: dict[str, Any]) -> None:
        if (socket := self._socket) is None:
            return  # gone meanwhile
        handler = self._handlers.get(event["type"])
        if handler is None:
            # A worker of another version may send events this one does not know: no reason to drop everybody's socket.
            logger.warning("ignored an event of unknown type %r", event["type"])
        elif event.get("me", self.told.until + 1) not in self.told:
            try:
                await handler(socket, self, event)
            except Exception as error:
                self._fail(event, error)
            else:
                self._note(event)
            if "as_of" in event:
                # What was read may have been past when it was told.
                self.doubt()

    def end(self) -> None:
        """The socket is gone. Nothing here names it any more, so that it needs no garbage collector."""
        self._socket = None

    def doubt(self) -> None:
        """What this socket was told may not be all there is."""
        self.is_unsure = True
        connected_sockets.call_roll()

    def complete(self, until: int, failures: int) -> None:
        """Everything up to this own rev was told, unless some of it failed."""
        if failures == self.failures:
            self.told.up_to(until)

    # -- Memberships

    def entered(self, room_id: int, rev: int) -> None:
        self._entered[room_id] = rev

    def has_come_back_since(self, room_id: int, rev: int) -> bool:
        return rev <= self._entered.get(room_id, 0)

    def knows_newer(self, room_id: int, me: int) -> bool:
        """Whether a start or end of this membership came that is later than this own rev."""
        return self._standings.get(room_id, 0) > me

    def is_newest(self, room_id: int, me: int) -> bool:
        """Of the starts and ends of this membership that came."""
        newest = self._standings.get(room_id, 0)
        self._standings[room_id] = max(newest, me)
        return me >= newest

    # --

    def _fail(self, event: dict[str, Any], error: Exception) -> None:
        """It is read back from the database, until that can be done."""
        unknown = problem_of(error) is None
        logger.warning("%s came to nothing: %s", event["type"], type(error).__name__, exc_info=unknown)
        self.failures += 1
        self.doubt()

    def _note(self, event: dict[str, Any]) -> None:
        if "me" in event and "failures" not in event:
            self.told.add(event["me"])
        if self.told.has_gap and not self._is_waiting:
            # Most often what is missing comes in an instant, from another worker.
            self._is_waiting = True
            asyncio.get_running_loop().call_later(GAP_SECONDS, self._look_at_gap)

    def _look_at_gap(self) -> None:
        self._is_waiting = False
        if self.told.has_gap:
            self.doubt()
