"""The presence of watched people on other workers.

A worker writes its changes to the store, and publishes the ids of the people concerned. Workers that watch one of them
read the states from the store. Reading after being told needs no order between workers that write about one person: the
last reader reads the present state.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from itertools import islice

import msgspec

from chat.socket.presence.states import State
from chat.socket.presence.store import PresenceStore
from realtime.fanout.group_names import EVENT_MARK, PRESENCE
from realtime.fanout.groups import Event
from realtime.fanout.layers import FanoutLayer

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 10.0
# Seconds in which changes are gathered for one trip to Redis.
GATHER_SECONDS = 0.05
PEOPLE_AT_ONCE = 1000
# Seconds that a caller waits for Redis, and seconds before the next attempt.
PATIENCE_SECONDS = 1.0


class RemotePresence:
    """`here` gives the states of people on this worker; of all its people for None. `changed` is called with watched
    people whose state on other workers has changed. `watched` is a live set."""

    def __init__(
        self,
        layer: FanoutLayer,
        here: Callable[[Iterable[int] | None], Mapping[int, State]],
        watched: Set[int],
        changed: Callable[[Iterable[int]], None],
        looking: Callable[[Iterable[int] | None], Mapping[int, Set[int]]],
    ) -> None:
        self._layer, self._here, self._watched, self._changed, self._looking = layer, here, watched, changed, looking
        self._store = PresenceStore()
        self._version = 0
        self._unwritten: set[int] = set()
        self._unwritten_looks: set[int] = set()
        self._unread: set[int] = set()
        self._known: dict[int, State] = {}
        self._heard: dict[str, int] = {}  # the last version that each other worker published
        self._seen: dict[str, int] = {}  # the versions in the store at the last refresh
        self._next_reading: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._refreshed_at = -REFRESH_SECONDS
        self._due = asyncio.Event()
        self._away = False
        # Redis is or was away: it may have lost this worker's states.
        self._unsure = True

    # -- From this worker

    def note(self, user_id: int) -> None:
        """Note that a person's state on this worker has changed."""
        self._unwritten.add(user_id)
        self._due.set()

    def note_looking(self, user_id: int) -> None:
        """Note that a person on this worker looks at another room. Only jobs read that, so no worker is told."""
        self._unwritten_looks.add(user_id)
        self._due.set()

    async def ask(self, user_ids: Iterable[int]) -> None:
        """Wait until these people's states are known, or for PATIENCE_SECONDS. In the latter case `changed` is
        called for them later."""
        unknown = [user_id for user_id in user_ids if user_id not in self._known]
        if unknown:
            self._unread.update(unknown)
            self._due.set()
            if not self._away:
                await asyncio.wait([self._next_reading], timeout=PATIENCE_SECONDS)

    def state(self, user_id: int) -> State:
        return self._known.get(user_id, State.OFFLINE)

    def forget(self, user_id: int) -> None:
        """Forget a person whom no socket watches any more."""
        self._known.pop(user_id, None)

    # -- From other workers

    def hear_of(self, event: Event) -> None:
        """Handle the event of another worker's write; `users` is None when it wrote all its people."""
        worker, version, users = event["worker"], event["version"], event["users"]
        if worker == self._store.worker:
            return
        missed = version > self._heard.get(worker, 0) + 1
        self._heard[worker] = version
        self._unread.update(self._watched if missed or users is None else self._watched & set(users))
        self._due.set()

    # -- Keeping up

    async def keep_up(self) -> None:
        """Do one exchange with Redis when something is due, and at least once in REFRESH_SECONDS."""
        left = self._refreshed_at + REFRESH_SECONDS - time.monotonic()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), max(left, 0))
        await asyncio.sleep(GATHER_SECONDS)
        try:
            await self._turn()
            self._away = False
        except Exception as error:
            # The Redis connections log that Redis is away. Changes on this worker are still sent.
            logger.debug("presence is not exchanged: %s", error or type(error).__name__)
            self._away = self._unsure = True
            self._answer_asked()
            await asyncio.sleep(PATIENCE_SECONDS)

    async def end(self) -> None:
        """Remove this worker from the store: its last socket has closed."""
        try:
            await self._write()
            await self._store.remove()
        except Exception as error:
            logger.debug("presence will expire: %s", error or type(error).__name__)

    async def _turn(self) -> None:
        self._due.clear()
        if time.monotonic() - self._refreshed_at >= REFRESH_SECONDS:
            await self._refresh()
        await self._write()
        await self._read()

    async def _refresh(self) -> None:
        versions = await self._store.refresh()
        if versions.pop(self._store.worker, None) is None:
            self._unsure = True
        came_or_went = versions.keys() ^ self._seen.keys()
        # A version from before the last refresh that has not been published until now was lost.
        missed = [worker for worker in self._seen.keys() & versions.keys() if self._is_behind(worker)]
        if came_or_went or missed:
            self._unread.update(self._watched)
        for worker in self._seen.keys() - versions.keys():
            self._heard.pop(worker, None)
        for worker in missed:
            self._heard[worker] = self._seen[worker]
        self._seen = versions
        self._refreshed_at = time.monotonic()

    def _is_behind(self, worker: str) -> bool:
        return self._heard.get(worker, 0) < self._seen[worker]

    async def _write(self) -> None:
        anew, users = self._unsure, self._unwritten
        await self._write_looks(anew)
        if not anew and not users:
            return
        self._unwritten = set()
        self._version += 1
        # When the write fails, the next one writes everything anew.
        self._unsure = True
        is_whole = await self._store.write(self._here(None if anew else users), self._version, anew=anew)
        self._unsure = not is_whole
        if self._unsure:
            # Redis came back empty, and this write has made the hash that the next refresh would have missed.
            self._due.set()
        told = {"worker": self._store.worker, "version": self._version, "users": None if anew else list(users)}
        event = msgspec.json.encode({"type": "presence.changed", **told})
        self._layer.publish_soon([(PRESENCE, EVENT_MARK + event)])

    async def _write_looks(self, anew: bool) -> None:
        users = self._unwritten_looks
        if not anew and not users:
            return
        self._unwritten_looks = set()
        # As in `_write`.
        self._unsure = True
        looking = self._looking(None if anew else users)
        await self._store.write_looks(looking, () if anew else users - looking.keys(), anew=anew)
        self._unsure = anew

    async def _read(self) -> None:
        while self._unread:
            users = list(islice(self._unread, PEOPLE_AT_ONCE))
            # Cleared before reading: people named meanwhile are read again.
            self._unread.difference_update(users)
            try:
                states = await self._store.read(users, {*self._seen, *self._heard})
            except BaseException:
                self._unread.update(users)
                raise
            changed = [user for user, state in states.items() if self.state(user) != state]
            self._known.update((user, state) for user, state in states.items() if user in self._watched)
            self._changed(changed)
        self._answer_asked()

    def _answer_asked(self) -> None:
        self._next_reading.set_result(None)
        self._next_reading = asyncio.get_running_loop().create_future()
