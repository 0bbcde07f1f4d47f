"""Requests that begin and end memberships, with history entries before and after each."""

from collections.abc import Callable
from typing import Any

from lab.chaos.checks.history import Diary, Ended, Ending, Entered, Entering, now
from lab.chaos.clients.connection import Connection
from lab.chaos.clients.wire import Json, Refusal


class Moving:
    """`opened` and `closed` are called for the client's own rooms: the answer to its request is news, as a frame is."""

    def __init__(
        self, connection: Connection, diary: Diary, opened: Callable[[int, int], None], closed: Callable[[int], None]
    ) -> None:
        self._connection, self._diary = connection, diary
        self._opened, self._closed = opened, closed

    async def join(self, room: int) -> None:
        summary = await self._enter(room, self._diary.user, f"rooms/{room}/join/")
        self._opened(room, summary["rev"])

    async def leave(self, room: int) -> None:
        try:
            await self._end(room, self._diary.user, "POST", f"rooms/{room}/leave/")
        except Refusal as refusal:
            # An earlier try may have succeeded without its answer arriving.
            if refusal.code != "not_found":
                raise
            self._diary.note(Ended(now(), room, self._diary.user))
        self._closed(room)

    async def add(self, room: int, user: int) -> None:
        await self._enter(room, user, f"rooms/{room}/members/", {"users": [user]})

    async def remove(self, room: int, user: int) -> None:
        await self._end(room, user, "DELETE", f"rooms/{room}/members/{user}/")

    async def _enter(self, room: int, user: int, path: str, body: Any = None) -> Json:
        self._diary.note(Entering(now(), room, user))
        try:
            answer = await self._connection.call("POST", path, body)
        except Refusal as refusal:
            if refusal.is_final:
                self._diary.note(Entered(now(), room, user))
            raise
        self._diary.note(Entered(now(), room, user))
        return answer

    async def _end(self, room: int, user: int, method: str, path: str) -> None:
        """A `not_found` may be about the caller's own membership, so it says nothing about the user."""
        self._diary.note(Ending(now(), room, user))
        await self._connection.call(method, path)
        self._diary.note(Ended(now(), room, user))
