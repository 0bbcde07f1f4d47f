"""Sync of own state, one request at a time, until nothing is missing; and the drafts at first, and the number of unread
items of the inbox where no frame tells of it."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.catch_up import PATIENCE_SECONDS
from lab.chaos.clients.own_state import OwnState
from lab.chaos.clients.wire import Json

Ask = Callable[[str, str, Json | None], Awaitable[Json]]


class OwnSync:
    """`ask` calls the API. `restart` reconnects, for a complete hello."""

    def __init__(
        self, state: OwnState, ask: Ask, restart: Callable[[], None], lost: tuple[type[Exception], ...]
    ) -> None:
        self.epoch = ""
        self._state, self._ask, self._restart, self._lost = state, ask, restart, lost
        self._needed = asyncio.Event()
        self._drafts_wanted = False

    @property
    def is_done(self) -> bool:
        return not (self._drafts_wanted or self._state.needs_sync or self._state.needs_badge)

    def soon(self, *, drafts: bool = False) -> None:
        self._drafts_wanted |= drafts
        self._needed.set()

    async def run(self) -> None:
        """Run until cancelled."""
        attempt = 0
        while True:
            await self._needed.wait()
            self._needed.clear()
            await asyncio.sleep(random.uniform(*PATIENCE_SECONDS))
            try:
                await self._catch_up()
                attempt = 0
            except self._lost:
                await asyncio.sleep(1 + backoff(attempt))
                attempt += 1
            if not self.is_done:
                self.soon()

    async def _catch_up(self) -> None:
        if self._drafts_wanted:
            self._drafts_wanted = False
            try:
                await self._load_drafts()
            except self._lost:
                self._drafts_wanted = True
                raise
        while self._state.needs_sync and self._state.have is not None:
            have = self._state.have
            answer = await self._ask("POST", "sync/", {"epoch": self.epoch, "rooms": {}, "me": have})
            part = answer["me"]
            if part.get("reset"):
                self._state.forget()
                self._restart()
                return
            self._state.take_sync(have, part)
        if self._state.needs_badge:
            await self._load_badge()

    async def _load_badge(self) -> None:
        # What changes meanwhile asks again.
        self._state.needs_badge = False
        try:
            self._state.take_badge(await self._ask("GET", "inbox/unread/", None))
        except self._lost:
            self._state.needs_badge = True
            raise

    async def _load_drafts(self) -> None:
        known = dict(self._state.drafts)
        answer = await self._ask("GET", "drafts/", None)
        self._state.take_drafts(known, answer["drafts"])
