"""Who is on which worker, in Redis.

Every worker has one hash, of the people it serves: `{user: state}`. It expires as a whole when its worker is dead, so that keeping it
alive is one command, however many people there are.
"""

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings

from chat.socket.presence.states import State
from core.redis.locations import places

EXPIRY_SECONDS = 30

# In a Redis cluster all of them are on one node, by what is in braces.
PREFIX = "irori{presence}"
WORKERS = f"{PREFIX}workers"
VERSION = "version"  # counts a worker's writes


class PresenceStore:
    """Every method is one trip to Redis, or two, and fails when Redis is away.

    They run in a thread: the connections that rooms are heard by are to any node of a cluster, while a hash is on one of them, and the
    client that finds it waits. A worker goes there a few times a second at most.
    """

    def __init__(self) -> None:
        self.worker = secrets.token_hex(4)
        self._mine = _of(self.worker)

    async def write(self, states: Mapping[int, State], version: int, *, anew: bool) -> None:
        """Of these people on this worker; `anew`: and of nobody else."""
        await asyncio.to_thread(self._write, states, version, anew)

    async def refresh(self) -> dict[str, int]:
        """Keep this worker's people there for longer. The versions of the workers that are alive; this one is not among them
        where Redis has lost it."""
        return await asyncio.to_thread(self._refresh)

    async def read(self, users: Sequence[int], workers: Collection[str]) -> dict[int, State]:
        """Each person's state on these workers together."""
        return await asyncio.to_thread(self._read, users, workers)

    async def remove(self) -> None:
        await asyncio.to_thread(self._remove)

    def _write(self, states: Mapping[int, State], version: int, anew: bool) -> None:
        gone = [user for user, state in states.items() if state is State.OFFLINE]
        there: dict[Any, int] = {user: int(state) for user, state in states.items() if state is not State.OFFLINE}
        pipeline = self._pipeline()
        if anew:
            pipeline.delete(self._mine)
        if gone:
            pipeline.hdel(self._mine, *gone)
        pipeline.hset(self._mine, mapping={**there, VERSION: version})
        pipeline.expire(self._mine, EXPIRY_SECONDS)
        pipeline.sadd(WORKERS, self.worker)
        pipeline.execute()

    def _refresh(self) -> dict[str, int]:
        _, names = self._pipeline().expire(self._mine, EXPIRY_SECONDS).smembers(WORKERS).execute()
        workers = [name.decode() for name in names]
        pipeline = self._pipeline()
        for worker in workers:
            pipeline.hget(_of(worker), VERSION)
        versions = dict(zip(workers, pipeline.execute(), strict=True))
        if dead := [worker for worker, version in versions.items() if version is None]:
            self._redis.srem(WORKERS, *dead)
        return {worker: int(version) for worker, version in versions.items() if version is not None}

    def _read(self, users: Sequence[int], workers: Collection[str]) -> dict[int, State]:
        pipeline = self._pipeline()
        for worker in workers:
            pipeline.hmget(_of(worker), users)
        states = dict.fromkeys(users, State.OFFLINE)
        for answer in pipeline.execute():
            for user, state in zip(users, answer, strict=True):
                if state is not None:
                    states[user] = max(states[user], State(int(state)))
        return states

    def _remove(self) -> None:
        self._pipeline().delete(self._mine).srem(WORKERS, self.worker).execute()
        self._redis.close()

    def _pipeline(self) -> Any:
        return self._redis.pipeline(transaction=False)

    @cached_property
    def _redis(self) -> Any:
        return places(settings.REDIS_URL)[0].client()


def _of(worker: str) -> str:
    return f"{PREFIX}{worker}"
