"""Requests that change own state, with a history entry for each acknowledgement."""

from datetime import UTC, datetime
from typing import Any

from lab.chaos.checks.history import Diary, Kept, now
from lab.chaos.clients.connection import Connection
from lab.chaos.inboxes.entries import Wishing


class Wishes:
    def __init__(self, connection: Connection, diary: Diary) -> None:
        self._connection, self._diary = connection, diary

    async def read(self, room: int, seq: int) -> None:
        answer = await self._connection.call("POST", f"rooms/{room}/read/", {"seq": seq})
        self._kept(room, "last_read_seq", answer["last_read_seq"])

    async def prefer(self, room: int, name: str, value: bool | str) -> None:
        """`name` is `muted`, `favourite` or `notify`."""
        self._diary.note(Wishing(now(), room, name, value))
        summary = await self._connection.call("PATCH", f"rooms/{room}/mine/", {name: value})
        self._kept(room, name, summary[name])

    async def draft(self, room: int, text: str) -> None:
        body = {"text": text, "at": datetime.now(UTC).isoformat()}
        kept = await self._connection.call("PUT", f"rooms/{room}/draft/", body)
        self._kept(room, "draft", kept["text"])

    async def rename(self, name: str) -> None:
        user = await self._connection.call("PATCH", "me/", {"display_name": name})
        self._kept(0, "display_name", user["display_name"])

    def _kept(self, room: int, field: str, value: Any) -> None:
        self._diary.note(Kept(now(), room, field, value))
