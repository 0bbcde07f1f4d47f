"""The worker's heartbeat: tells every socket the heads of its rooms that changed lately, so that even a lost last message is noticed."""

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
from core.db.threads import in_database

logger = logging.getLogger(__name__)

TOLD_AT_ONCE = 50
# After something may have been lost: a database that was away has come back, perhaps.
EARLY_SECONDS = 1.0


class Socket(Protocol):
    identity: Identity
    rooms: set[int]
    only_room: int | None

    @property
    def own(self) -> Any: ...  # OwnDelivery

    async def reply(self, frame: protocol.ServerFrame) -> None: ...

    def notice(self, event: dict[str, Any]) -> None: ...


class Heartbeat:
    """Beats for some sockets. Few queries a beat, whatever their number. `missed` is called when one was not told of its own state."""

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
                # Also without heads: silence would send everybody away, to knock at a database that is away.
                await tell_heads(self._sockets, self._epoch, heads, own)

    async def _pause(self) -> None:
        """Until the next beat, or until something may have been lost."""
        with suppress(TimeoutError, asyncio.TimeoutError):
            await asyncio.wait_for(self.early.wait(), settings.HEARTBEAT_SECONDS)
            await asyncio.sleep(EARLY_SECONDS)
        self.early.clear()

    async def _read(self) -> tuple[dict[int, int], dict[int, int]]:
        sockets = list(self._sockets)
        rooms = set().union(*(socket.rooms for socket in sockets))
        # Two beats back: a beat may come a little late, and saying a head twice costs nothing.
        age = timedelta(seconds=2 * settings.HEARTBEAT_SECONDS)
        people = {socket.identity.user.pk for socket in sockets}
        self._epoch, heads, own = await in_database(_read, rooms, people, age)
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
    """A heartbeat to every socket; with `per_second` only to those that these heads concern, one after the other. `own`: own revs, by
    person, where they are known; what the socket was told is always true."""
    told = 0
    for socket in list(sockets):
        mine = {str(room): head for room, head in heads.items() if room in socket.rooms}
        if per_second is not None and not mine:
            continue
        me = max(own.get(socket.identity.user.pk, 0), socket.own.told.until)
        await socket.reply(protocol.Heartbeat(epoch, mine, me))
        told += 1
        if per_second is not None and told % TOLD_AT_ONCE == 0:
            await asyncio.sleep(TOLD_AT_ONCE / per_second)


def _read(room_ids: set[int], people: set[int], age: timedelta) -> tuple[UUID, dict[int, int], dict[int, int]]:
    return selectors.epoch(), selectors.heads_changed_within(room_ids, age), own_heads(people)
