"""The worker's heartbeat: tells every socket the heads of its rooms that changed lately, so that even a lost last message is noticed."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from accounts.authentication import Identity
from chat import protocol, selectors
from config.threads import in_database

logger = logging.getLogger(__name__)

TOLD_AT_ONCE = 50


class Socket(Protocol):
    identity: Identity
    rooms: set[int]
    only_room: int | None

    async def reply(self, frame: protocol.ServerFrame) -> None: ...

    def notice(self, event: dict[str, Any]) -> None: ...


class Heart:
    """Beats for some sockets. One query a beat, whatever their number."""

    def __init__(self, sockets: Collection[Socket]) -> None:
        self._sockets = sockets
        self._epoch: UUID | None = None

    async def keep(self) -> None:
        while True:
            await asyncio.sleep(settings.HEARTBEAT_SECONDS)
            heads: dict[int, int] = {}
            try:
                heads = await self._read()
            except Exception:
                logger.warning("heads could not be read", exc_info=logger.isEnabledFor(logging.DEBUG))
            if self._epoch is not None:
                # Also without heads: silence would send everybody away, to knock at a database that is away.
                await tell_heads(self._sockets, self._epoch, heads)

    async def _read(self) -> dict[int, int]:
        rooms = set().union(*(socket.rooms for socket in self._sockets))
        # Two beats back: a beat may come a little late, and saying a head twice costs nothing.
        age = timedelta(seconds=2 * settings.HEARTBEAT_SECONDS)
        self._epoch, heads = await in_database(_read, rooms, age)
        return heads


async def tell_heads(
    sockets: Collection[Socket], epoch: UUID, heads: Mapping[int, int], *, per_second: float | None = None
) -> None:
    """A heartbeat to every socket; with `per_second` only to those that these heads concern, one after the other."""
    told = 0
    for socket in list(sockets):
        mine = {str(room): head for room, head in heads.items() if room in socket.rooms}
        if per_second is not None and not mine:
            continue
        await socket.reply(protocol.Heartbeat(epoch, mine))
        told += 1
        if per_second is not None and told % TOLD_AT_ONCE == 0:
            await asyncio.sleep(TOLD_AT_ONCE / per_second)


def _read(room_ids: set[int], age: timedelta) -> tuple[UUID, dict[int, int]]:
    return selectors.epoch(), selectors.heads_changed_within(room_ids, age)
