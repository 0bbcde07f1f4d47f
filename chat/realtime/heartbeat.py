"""The worker's heartbeat: tells every socket the heads of its rooms that changed lately, so that even a lost last message is noticed."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chat import protocol, selectors
from config.threads import in_database

logger = logging.getLogger(__name__)


class Listener(Protocol):
    rooms: set[int]

    async def reply(self, frame: protocol.ServerFrame) -> None: ...


class Heart:
    """Beats while there are sockets. One query a beat, whatever their number."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._beating: asyncio.Task[None] | None = None

    def add(self, listener: Listener) -> None:
        self._listeners.add(listener)
        if self._beating is None or self._beating.done():
            self._beating = asyncio.ensure_future(self._beat())

    def discard(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._beating is not None:
            self._beating.cancel()
            self._beating = None

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(settings.HEARTBEAT_SECONDS)
            try:
                await self._tell_everybody()
            except Exception:
                # The database may be away; the silence of a missed beat is the client's sign to reconnect.
                logger.warning("a heartbeat was missed", exc_info=logger.isEnabledFor(logging.DEBUG))

    async def _tell_everybody(self) -> None:
        rooms = set().union(*(listener.rooms for listener in self._listeners))
        # Two beats back: a beat may come a little late, and saying a head twice costs nothing.
        since = timezone.now() - timedelta(seconds=2 * settings.HEARTBEAT_SECONDS)
        epoch, heads = await in_database(_read, rooms, since)
        for listener in list(self._listeners):
            mine = {str(room): head for room, head in heads.items() if room in listener.rooms}
            await listener.reply(protocol.Heartbeat(epoch, mine))


def _read(room_ids: set[int], since: datetime) -> tuple[UUID, dict[int, int]]:
    return selectors.epoch(), selectors.heads_changed_since(room_ids, since)


heart = Heart()
