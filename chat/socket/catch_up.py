"""Read from the database what Redis did not bring; once a second while Redis is away.

Where this worker knows the newest rev of a room's frames, it reads the later changes and hands them out as if they had
arrived: one query for all rooms instead of a `sync` for each socket. For other rooms it sends the heads, and the
clients sync.
"""

import asyncio
import logging
import time
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from chat import replayed_frames, selectors
from chat.selectors import CHANGES_REPLAYED
from chat.socket.heartbeat import Socket, tell_heads
from chat.socket.reconcile import Reconciliation
from core.db.threads import in_database_for_all
from realtime.fanout.group_names import ROOM
from realtime.fanout.redis_layer import Ended, RedisLoopLayer

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
# A doubt begins a little after its cause, and a change is stored a little after its timestamp.
BEFORE_DOUBT_SECONDS = 20.0
# Sockets that get a head in a second. Each may then ask for what it missed.
TOLD_PER_SECOND = 500


class News(NamedTuple):
    """Changes since the last read. `frames` by room, where a rev was known; otherwise `heads`. `ended` memberships
    are read last, so that a frame sent after an end comes with that end."""

    frames: dict[int, list[bytes]]
    heads: dict[int, int]
    epoch: UUID | None
    ended: list[Ended]


class CatchUp:
    def __init__(self, layer: RedisLoopLayer, sockets: Collection[Socket], reconciliation: Reconciliation) -> None:
        self._layer = layer
        self._sockets = sockets
        self._reconciliation = reconciliation
        self._since = 0.0
        self._telling: set[asyncio.Task[None]] = set()

    async def keep(self) -> None:
        try:
            while True:
                await self._layer.doubt()
                self._since = time.monotonic() - BEFORE_DOUBT_SECONDS - self._layer.stopped_for()
                while not await self._look():  # noqa: ASYNC110 (what it waits for is asked of the database)
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            for telling in self._telling:
                telling.cancel()

    async def _look(self) -> bool:
        """Read the database once. Returns True when everything comes through Redis again."""
        doubts = self._layer.doubts()
        began = time.monotonic()
        try:
            if rooms := self._layer.doubtful_rooms(doubts):
                self._pass_on(await in_database_for_all(_read, self._known(rooms), self._since))
        except Exception:
            logger.warning("nothing could be read instead", exc_info=logger.isEnabledFor(logging.DEBUG))
            return False
        self._since = began - BEFORE_DOUBT_SECONDS
        self._reconciliation.reconcile_everybody()
        return self._layer.settle(doubts)

    def _known(self, groups: Collection[str]) -> dict[int, int | None]:
        return {int(group.removeprefix(ROOM)): self._layer.heads.of(group) for group in groups}

    def _pass_on(self, news: News) -> None:
        self._layer.ended(news.ended)
        self._layer.found({f"{ROOM}{room}": frames for room, frames in news.frames.items()})
        for room, head in news.heads.items():
            self._layer.heads.put(f"{ROOM}{room}", head)
        if news.epoch is not None:
            telling = asyncio.ensure_future(
                tell_heads(self._sockets, news.epoch, news.heads, {}, per_second=TOLD_PER_SECOND)
            )
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)


def _read(known: Mapping[int, int | None], since: float) -> News:
    age = timedelta(seconds=time.monotonic() - since)
    heads = selectors.heads_changed_within(known, age)
    revs, unknown = {}, {}
    for room, head in heads.items():
        have = known[room]
        if have is None or not 0 <= head - have <= CHANGES_REPLAYED:
            unknown[room] = head
        elif have < head:
            revs[room] = (have, head)
    frames = replayed_frames.between(revs)
    unknown |= {room: head for room, (_, head) in revs.items() if room not in frames}
    epoch = selectors.epoch() if unknown else None
    return News(frames, unknown, epoch, selectors.memberships_ended_within(known, age))
