"""The presence store in Redis: the people on each worker.

Every worker has one hash of the people it serves, `{user: state}`, and one of those who look at rooms, `{user: rooms}`.
A hash expires as a whole when its worker dies, so one command keeps it alive for any number of people.
"""

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from django.conf import settings

from chat.socket.presence.states import State
from core.redis.locations import places

EXPIRY_SECONDS = 30

# The braces put all keys on one node of a Redis cluster.
PREFIX = "irori{presence}"
WORKERS = f"{PREFIX}workers"
VERSION = "version"  # the hash's field that counts a worker's writes


class PresenceStore:
    """Each method makes one or two trips to Redis, and raises redis-py's error when Redis is away.

    The methods run in a thread. A hash is on one node of a cluster, and the client that finds that node is synchronous;
    the layer's connections may lead to any node. A worker makes a few trips a second at most.
    """

    def __init__(self) -> None:
        self.worker = secrets.token_hex(4)
        self._mine = _of(self.worker)

    async def write(self, states: Mapping[int, State], version: int, *, anew: bool) -> bool:
        """Write the states of these people on this worker; `anew` removes all other people of this worker. Returns False
        when Redis had lost the others."""
        return await asyncio.to_thread(self._write, states, version, anew)

    async def write_looks(self, looking: Mapping[int, Set[int]], gone: Collection[int], *, anew: bool) -> None:
        """Write which rooms these people look at on this worker. Those of `gone` look at none; `anew` says so of all
        others."""
        await asyncio.to_thread(self._write_looks, looking, gone, anew)

    async def refresh(self) -> dict[str, int]:
        """Extend the expiry of this worker's hash. Returns the versions of all living workers; this worker is
        missing when Redis has lost its hash."""
        return await asyncio.to_thread(self._refresh)

    async def read(self, users: Sequence[int], workers: Collection[str]) -> dict[int, State]:
        """Each person's greatest state on these workers."""
        return await asyncio.to_thread(self._read, users, workers)

    def present_among(self, users: Sequence[int]) -> set[int]:
        """Those of these people who are on a worker, read in the caller's thread."""
        try:
            workers = [name.decode() for name in self._redis.smembers(WORKERS)]
            return {user for user, state in self._read(users, workers).items() if state is not State.OFFLINE}
        finally:
            self._redis.close()

    def looking_among(self, users: Sequence[int]) -> dict[int, set[int]]:
        """The ids of the rooms that these people look at on all workers, read in the caller's thread."""
        try:
            pipeline = self._pipeline()
            for name in self._redis.smembers(WORKERS):
                pipeline.hmget(_looks_of(name.decode()), users)
            found: dict[int, set[int]] = {}
            for answer in pipeline.execute():
                for user, rooms in zip(users, answer, strict=True):
                    if rooms is not None:
                        found.setdefault(user, set()).update(map(int, rooms.split(b",")))
            return found
        finally:
            self._redis.close()

    def number_present(self) -> int:
        """How many people are on all workers together, read in the caller's thread."""
        try:
            pipeline = self._pipeline()
            for name in self._redis.smembers(WORKERS):
                pipeline.hkeys(_of(name.decode()))
            present = {key for keys in pipeline.execute() for key in keys}
            return len(present - {VERSION.encode()})
        finally:
            self._redis.close()

    async def remove(self) -> None:
        await asyncio.to_thread(self._remove)

    def _write(self, states: Mapping[int, State], version: int, anew: bool) -> bool:
        gone = [user for user, state in states.items() if state is State.OFFLINE]
        there: dict[Any, int] = {user: int(state) for user, state in states.items() if state is not State.OFFLINE}
        pipeline = self._pipeline()
        if anew:
            pipeline.delete(self._mine)
        pipeline.hset(self._mine, VERSION, version)
        if gone:
            pipeline.hdel(self._mine, *gone)
        if there:
            pipeline.hset(self._mine, mapping=there)
        # Both expire together, so a hash that is there says so of the other.
        pipeline.expire(self._mine, EXPIRY_SECONDS).expire(_looks_of(self.worker), EXPIRY_SECONDS)
        pipeline.sadd(WORKERS, self.worker)
        was_new = pipeline.execute()[0]
        return anew or not was_new

    def _write_looks(self, looking: Mapping[int, Set[int]], gone: Collection[int], anew: bool) -> None:
        looks, pipeline = _looks_of(self.worker), self._pipeline()
        if anew:
            pipeline.delete(looks)
        if gone:
            pipeline.hdel(looks, *gone)
        if looking:
            pipeline.hset(looks, mapping={user: ",".join(map(str, rooms)) for user, rooms in looking.items()})
        pipeline.expire(looks, EXPIRY_SECONDS)
        pipeline.execute()

    def _refresh(self) -> dict[str, int]:
        pipeline = self._pipeline().expire(self._mine, EXPIRY_SECONDS).expire(_looks_of(self.worker), EXPIRY_SECONDS)
        *_, names = pipeline.smembers(WORKERS).execute()
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
        self._pipeline().delete(self._mine, _looks_of(self.worker)).srem(WORKERS, self.worker).execute()
        self._redis.close()

    def _pipeline(self) -> Any:
        return self._redis.pipeline(transaction=False)

    @cached_property
    def _redis(self) -> Any:
        return places(settings.REDIS_URL)[0].client()


def _of(worker: str) -> str:
    return f"{PREFIX}{worker}"


def _looks_of(worker: str) -> str:
    return f"{PREFIX}{worker}rooms"
