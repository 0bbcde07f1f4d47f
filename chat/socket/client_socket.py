"""One client's connection: its user, its rooms, and its writer."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from accounts.authentication import Identity
from accounts.models import User
from chat import events, protocol
from chat.socket.token_expiry import TokenExpiry
from chat.socket.work_queue import WorkQueue
from core.minute_counts import counting
from realtime import close_codes
from realtime.fanout.writers import Batch, writer_of
from realtime.handshake import close
from realtime.limits import SLOW_READERS, Pace

# Seconds between two typing frames of a socket to a room. A client shows typing for a few seconds longer.
TYPING_SECONDS = 2


class ClientSocket(ABC):
    """`only_room`: the room that the URL names, or None for all rooms of the user. `rooms`: ids of the rooms it
    listens to."""

    def __init__(self, scope: dict[str, Any], send: Any) -> None:
        self.scope = scope
        self._send = send
        self.layer = events.layer()
        self.identity: Identity = scope["identity"]
        self.user: User = scope["user"]
        self.only_room: int | None = scope["url_route"]["kwargs"].get("room_id")
        self.rooms: set[int] = set()
        self.writer = writer_of(scope, send, self.cut_off)
        # Groups call this once for each socket and batch, so it is the writer's own method.
        self.hear: Callable[[Batch], None] = self.writer.hear
        self.typing = Pace(TYPING_SECONDS)
        self.expiry = TokenExpiry(self._warn_of_expiry, self._expire)
        self.tasks = WorkQueue()
        self.closed = False

    @property
    def user_id(self) -> int:
        return self.user.pk

    def carries(self, room_id: int) -> bool:
        """Whether the URL allows this room."""
        return self.only_room in (None, room_id)

    @abstractmethod
    def notice(self, event: dict[str, Any]) -> None:
        """Handle an event about the user. Events are handled one after the other, because each may take a while."""

    @abstractmethod
    def put_out(self, group: str, rev: int) -> bool:
        """Stop listening to a room whose membership ended at this rev. Returns False when the user has joined again
        since then."""

    @abstractmethod
    def answer_meanwhile(self, frame: Any, answering: Awaitable[None]) -> None:
        """Answer a frame while later frames of the client are answered."""

    # -- Writing

    async def reply(self, frame: protocol.ServerFrame) -> None:
        await self.write(protocol.encode(frame))

    async def write(self, text: bytes) -> None:
        if not self.closed:
            await self.writer.write_at_once(text)

    async def close(self, code: int, reason: str) -> None:
        if not self.closed:
            self.closed = True
            await close(self._send, code, reason)

    def cut_off(self) -> None:
        """Close a connection whose client reads too slowly."""
        counting.count(SLOW_READERS)
        self.tasks.end_with(self.close, close_codes.TOO_SLOW, "too_slow")

    def _warn_of_expiry(self) -> None:
        self.tasks.add(self.reply, protocol.SessionExpiring(self.identity.expires_at))

    def _expire(self) -> None:
        self.tasks.end_with(self.close, close_codes.SIGN_IN_AGAIN, "token_expired")

    # -- Groups

    async def subscribe(self, room_ids: Sequence[int]) -> list[str]:
        """Listen to rooms. Returns the groups that this worker did not serve before."""
        self.rooms.update(room_ids)
        return await self.layer.attach([events.room_group(room_id) for room_id in room_ids], self)

    async def unsubscribe(self, room_ids: Sequence[int]) -> None:
        """Stop listening to rooms. Their frames that are kept are not written either."""
        self.rooms.difference_update(room_ids)
        for room_id in room_ids:
            self.typing.forget(room_id)
        await self.layer.detach([events.room_group(room_id) for room_id in room_ids], self)
        self.writer.forget(room_ids)
