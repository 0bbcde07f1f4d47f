"""Who is on which worker, in Redis.

Every worker has one hash, of the people it serves: `{user: state}`. It expires as a whole when its worker is dead, so that keeping it
alive is one command, however many people there are.
"""

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chat.realtime.fanout import RedisLoopLayer
from chat.realtime.states import State

EXPIRY_SECONDS = 30
PATIENCE_SECONDS = 1.0

VERSION = "version"  # counts a worker's writes


class Ledger:
    """Every method is one trip to Redis, or two, and fails when that takes too long."""

    def __init__(self, layer: RedisLoopLayer) -> None:
        self.worker = secrets.token_hex(4)
        self._layer = layer
        # In a Redis cluster all of them are on one node, by what is in braces.
        self._prefix = f"{layer.prefix}{{presence}}"
        self._workers = f"{self._prefix}workers"
        self._mine = self._of(self.worker)

    async def write(self, states: Mapping[int, State], version: int, *, anew: bool) -> None:
        """Of these people on this worker; `anew`: and of nobody else."""
        gone = [user for user, state in states.items() if state is State.OFFLINE]
        there: dict[Any, int] = {user: int(state) for user, state in states.items() if state is not State.OFFLINE}
        pipeline = self._pipeline()
        if anew:
            pipeline.delete(self._mine)
        if gone:
            pipeline.hdel(self._mine, *gone)
        pipeline.hset(self._mine, mapping={**there, VERSION: version})
        pipeline.expire(self._mine, EXPIRY_SECONDS)
        pipeline.sadd(self._workers, self.worker)
        await _answers(pipeline)

    async def refresh(self) -> dict[str, int]:
        """Keep this worker's people there for longer. The versions of the workers that are alive; this one is not among them
        where Redis has lost it."""
        pipeline = self._pipeline()
        pipeline.expire(self._mine, EXPIRY_SECONDS)
        pipeline.smembers(self._workers)
        _, names = await _answers(pipeline)
        workers = sorted(name.decode() for name in names)
        pipeline = self._pipeline()
        for worker in workers:
            pipeline.hget(self._of(worker), VERSION)
        versions = dict(zip(workers, await _answers(pipeline), strict=True))
        if dead := [worker for worker, version in versions.items() if version is None]:
            await _answers(self._pipeline().srem(self._workers, *dead))
        return {worker: int(version) for worker, version in versions.items() if version is not None}

    async def read(self, users: Sequence[int], workers: Collection[str]) -> dict[int, State]:
        """Each person's state on these workers together."""
        pipeline = self._pipeline()
        for worker in workers:
            pipeline.hmget(self._of(worker), users)
        states = dict.fromkeys(users, State.OFFLINE)
        for answer in await _answers(pipeline):
            for user, state in zip(users, answer, strict=True):
                if state is not None:
                    states[user] = max(states[user], State(int(state)))
        return states

    async def remove(self) -> None:
        await _answers(self._pipeline().delete(self._mine).srem(self._workers, self.worker))

    def _pipeline(self) -> Any:
        return self._layer.pipeline(self._prefix)

    def _of(self, worker: str) -> str:
        return f"{self._prefix}{worker}"


async def _answers(pipeline: Any) -> list[Any]:
    answers: list[Any] = await asyncio.wait_for(pipeline.execute(), PATIENCE_SECONDS)
    return answers
