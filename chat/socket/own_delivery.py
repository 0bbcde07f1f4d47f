"""What one socket has been told about its own user, and what it may have missed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from chat.socket.client_socket import ClientSocket
from chat.socket.connected_sockets import connected_sockets
from chat.socket.delivered_revs import DeliveredRevs
from core.problems import problem_of

logger = logging.getLogger(__name__)

# Seconds for which a change of a user's own state may overtake the change before it.
GAP_SECONDS = 1.0

Event = dict[str, Any]
Handlers = Mapping[str, Callable[[ClientSocket, "OwnDelivery", Event], Awaitable[None]]]


class OwnDelivery:
    """`failures`: number of events whose handler failed. `is_unsure`: the socket's rooms may differ from its user's
    rooms."""

    __slots__ = ("_entered", "_handlers", "_is_waiting", "_socket", "_standings", "failures", "is_unsure", "told")

    def __init__(self, socket: ClientSocket, handlers: Handlers) -> None:
        self._socket: ClientSocket | None = socket
        self._handlers = handlers
        self.told = DeliveredRevs()
        self.failures = 0
        self.is_unsure = self._is_waiting = False
        # Rooms whose membership began or ended since the socket opened. `_entered`: the room's rev when it was read.
        # `_standings`: the own rev of the newest such change.
        self._entered: dict[int, int] = {}
        self._standings: dict[int, int] = {}

    async def handle(self, event: dict[str, Any]) -> None:
        if (socket := self._socket) is None:
            return  # the socket is gone
        handler = self._handlers.get(event["type"])
        if handler is None:
            # A worker of another version may send unknown events. That is no reason to drop sockets.
            logger.warning("ignored an event of unknown type %r", event["type"])
        elif event.get("me", self.told.until + 1) not in self.told:
            try:
                await handler(socket, self, event)
            except Exception as error:
                self._fail(event, error)
            else:
                self._note(event)
            if "as_of" in event:
                # The state that was read may have changed before it was sent.
                self.doubt()

    def end(self) -> None:
        """Drop the reference to the closed socket, so that it needs no garbage collection."""
        self._socket = None

    def doubt(self) -> None:
        """Mark the socket as unsure and start a reconciliation."""
        self.is_unsure = True
        connected_sockets.reconcile_unsure()

    def complete(self, until: int, failures: int) -> None:
        """Mark everything up to this own rev as told, unless an event failed meanwhile."""
        if failures == self.failures:
            self.told.up_to(until)

    # -- Memberships

    def entered(self, room_id: int, rev: int) -> None:
        self._entered[room_id] = rev

    def has_come_back_since(self, room_id: int, rev: int) -> bool:
        return rev <= self._entered.get(room_id, 0)

    def knows_newer(self, room_id: int, me: int) -> bool:
        """Whether a start or end of this membership with a greater own rev has come."""
        return self._standings.get(room_id, 0) > me

    def is_newest(self, room_id: int, me: int) -> bool:
        """Whether this start or end of the membership is the newest so far. Notes it."""
        newest = self._standings.get(room_id, 0)
        self._standings[room_id] = max(newest, me)
        return me >= newest

    # -- Gaps and failures

    def _fail(self, event: dict[str, Any], error: Exception) -> None:
        """Count the failure. Reconciliation reads the event back from the database and repeats it."""
        unknown = problem_of(error) is None
        logger.warning("%s came to nothing: %s", event["type"], type(error).__name__, exc_info=unknown)
        self.failures += 1
        self.doubt()

    def _note(self, event: dict[str, Any]) -> None:
        if "me" in event and "failures" not in event:
            self.told.add(event["me"])
        if self.told.has_gap and not self._is_waiting:
            # Usually the missing event comes from another worker within an instant.
            self._is_waiting = True
            asyncio.get_running_loop().call_later(GAP_SECONDS, self._look_at_gap)

    def _look_at_gap(self) -> None:
        self._is_waiting = False
        if self.told.has_gap:
            self.doubt()
