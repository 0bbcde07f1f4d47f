"""The owner of an archive room, who changes messages of it."""

import asyncio
import itertools
import uuid

from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.connection import LOST
from lab.chaos.clients.session import Session
from lab.chaos.clients.wire import Json
from lab.chaos.world.population import Archive

ADDRESS = "127.0.0.1"


class Archivist:
    def __init__(self, url: str, archive: Archive, token_seconds: float) -> None:
        owner = archive.owner
        self._archive = archive
        self._session = Session(url, ADDRESS, owner.access, owner.refresh, token_seconds)

    async def change(self, number: int) -> None:
        """Edit a message near the beginning and one near the end, delete one, and write one."""
        messages, text = self._archive.messages, f"Letter of round {number}"
        middle = len(messages) // 2
        await self._insist("PATCH", f"messages/{messages[number]}/", {"text": text})
        await self._insist("PATCH", f"messages/{messages[-1 - number]}/", {"text": text})
        await self._insist("DELETE", f"messages/{messages[middle + number]}/")
        sent = {"nonce": str(uuid.uuid4()), "text": text}
        await self._insist("POST", f"rooms/{self._archive.room}/messages/", sent)

    async def close(self) -> None:
        await self._session.close()

    async def _insist(self, method: str, path: str, body: Json | None = None) -> None:
        for attempt in itertools.count():
            try:
                await self._session.call(method, path, body)
            except LOST:
                await asyncio.sleep(backoff(attempt))
            else:
                return
