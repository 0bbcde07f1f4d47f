"""Are the sockets of this worker still who they were, and where? Asked when news of that may have been lost.

What it finds is told to the sockets as the events that they missed.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from accounts import tokens
from chat.models import Membership
from chat.realtime.heartbeat import Socket
from config.threads import in_database

logger = logging.getLogger(__name__)

SOCKETS_AT_ONCE = 500
PAUSE_SECONDS = 1.0
# Of the time, at most so much is spent on it, however many sockets there are.
SHARE = 0.1

Found = tuple[Socket, dict[str, Any]]


class Standing(NamedTuple):
    """Of some sockets: the reasons why sessions ended, and the rooms of each person."""

    ended: dict[UUID, str]
    rooms: dict[int, set[int]]


class RollCall:
    def __init__(self, sockets: Collection[Socket]) -> None:
        self._sockets = sockets
        self.due = asyncio.Event()

    async def keep(self) -> None:
        while True:
            await self.due.wait()
            self.due.clear()
            began = time.monotonic()
            try:
                if await self._call():
                    # Somebody may have come back while we were looking elsewhere: until nothing is found.
                    self.due.set()
            except Exception:
                logger.warning("the roll could not be called", exc_info=logger.isEnabledFor(logging.DEBUG))
                self.due.set()
            await asyncio.sleep(max(PAUSE_SECONDS, (time.monotonic() - began) / SHARE))

    async def _call(self) -> bool:
        """Whether anything had changed."""
        changed = False
        for sockets in _slices(list(self._sockets)):
            # Noted before asking, so that a room that is entered meanwhile is not taken for one that was left.
            rooms = [set(socket.rooms) for socket in sockets]
            standing = await in_database(_read, sockets)
            found = [
                event for socket, had in zip(sockets, rooms, strict=True) for event in _missed(socket, had, standing)
            ]
            for socket, event in found:
                socket.notice(event)
            changed = changed or bool(found)
        return changed


def _missed(socket: Socket, had: set[int], standing: Standing) -> Iterator[Found]:
    if reason := standing.ended.get(socket.identity.session_id):
        yield socket, {"type": "session.ended", "sessions": [str(socket.identity.session_id)], "reason": reason}
        return
    has = standing.rooms[socket.identity.user.pk]
    for room in had - has:
        yield socket, {"type": "membership.ended", "room": room}
    for room in has - had - socket.rooms:
        if socket.only_room in (None, room):
            yield socket, {"type": "membership.started", "room": room}


def _read(sockets: Sequence[Socket]) -> Standing:
    ended = tokens.endings({socket.identity.session_id for socket in sockets})
    rooms = defaultdict(set)
    people = {socket.identity.user.pk for socket in sockets}
    current = Membership.objects.current().filter(user__in=people)
    for user, room in current.values_list("user_id", "room_id"):
        rooms[user].add(room)
    return Standing(ended, rooms)


def _slices(sockets: Sequence[Socket]) -> Iterable[Sequence[Socket]]:
    for start in range(0, len(sockets), SOCKETS_AT_ONCE):
        yield sockets[start : start + SOCKETS_AT_ONCE]
