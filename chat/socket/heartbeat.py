"""The worker's heartbeat sends every socket the changed heads of its rooms, so that a client notices even a lost
last message."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from accounts.authentication import Identity
from chat import protocol, selectors
from chat.selectors.own import own_heads
from core.db.threads import in_database_for_all

logger = logging.getLogger(__name__)

TOLD_AT_ONCE = 50
LOOKED_AT_ONCE = 200
# Seconds before an early heartbeat, after something may have been lost. A database that was away needs a moment.
EARLY_SECONDS = 1.0


class Socket(Protocol):
    identity: Identity
    rooms: set[int]
    only_room: int | None

    @property
    def own(self) -> Any: ...  # an OwnDelivery

    async def reply(self, frame: protocol.ServerFrame) -> None: ...

    def notice(self, event: dict[str, Any]) -> None: ...


class Heartbeat:
    """Heartbeats for some sockets, with a fixed number of queries a beat. It calls `missed` when a socket was not
    told of a change of its user's own state."""

    def __init__(self, sockets: Collection[Socket], missed: Callable[[], None]) -> None:
        self._sockets = sockets
        self._missed = missed
        self._epoch: UUID | None = None
        self.early = asyncio.Event()

    async def keep(self) -> None:
        while True:
            await self._pause()
            try:
                heads, own = await self._read()
            except Exception:
                logger.warning("heads could not be read", exc_info=logger.isEnabledFor(logging.DEBUG))
                heads, own = {}, {}
            if self._epoch is not None:
                # Sent also without heads: after a silence every client would reconnect, while the database is away.
                await tell_heads(self._sockets, self._epoch, heads, own)

    async def _pause(self) -> None:
        """Wait until the next beat, or until something may have been lost."""
        with suppress(TimeoutError, asyncio.TimeoutError):
            await asyncio.wait_for(self.early.wait(), settings.HEARTBEAT_SECONDS)
            await asyncio.sleep(EARLY_SECONDS)
        self.early.clear()

    async def _read(self) -> tuple[dict[int, int], dict[int, int]]:
        sockets = list(self._sockets)
        rooms = set().union(*(socket.rooms for socket in sockets))
        # Two intervals back: a beat may come a little late, and sending a head twice is harmless.
        age = timedelta(seconds=2 * settings.HEARTBEAT_SECONDS)
        people = {socket.identity.user.pk for socket in sockets}
        self._epoch, heads, own = await in_database_for_all(_read, rooms, people, age)
        if any(own.get(socket.identity.user.pk, 0) > socket.own.told.until for socket in sockets):
            self._missed()
        return heads, own


async def tell_heads(
    sockets: Collection[Socket],
    epoch: UUID,
    heads: Mapping[int, int],
    own: Mapping[int, int],
    *,
    per_second: float | None = None,
) -> None:
    """Send a heartbeat to every socket; with `per_second` only to sockets that these heads concern, at that rate.

    `heads`: revs by room. `own`: own revs by person, as far as they are known. Otherwise the heartbeat carries the own
    rev that the socket was told last.
    """
    told = 0
    for looked_at, socket in enumerate(list(sockets), 1):
        if looked_at % LOOKED_AT_ONCE == 0:
            await asyncio.sleep(0)  # thousands of sockets take long enough to keep the others waiting
        mine = {str(room): heads[room] for room in heads.keys() & socket.rooms}
        if per_second is not None and not mine:
            continue
        me = max(own.get(socket.identity.user.pk, 0), socket.own.told.until)
        try:
            await socket.reply(protocol.Heartbeat(epoch, mine, me))
        except Exception:
            # One connection that fails keeps no other one from its heartbeat.
            logger.debug("a heartbeat was not sent", exc_info=True)
        told += 1
        if per_second is not None and told % TOLD_AT_ONCE == 0:
            await asyncio.sleep(TOLD_AT_ONCE / per_second)


def _read(room_ids: set[int], people: set[int], age: timedelta) -> tuple[UUID, dict[int, int], dict[int, int]]:
    return selectors.epoch(), selectors.heads_changed_within(room_ids, age), own_heads(people)
