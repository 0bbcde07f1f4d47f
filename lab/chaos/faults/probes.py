"""Measure how fast workers answer during a lock: a message to a room, and /readyz."""

import asyncio
import math
import time
from collections.abc import Sequence
from typing import NamedTuple

import httpx

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.faults.fault import Scene

BOUND_SECONDS = 1.0
PAUSE_SECONDS = 0.5
ROUNDS = 3


class Answer(NamedTuple):
    what: str
    room: int
    seconds: float
    """Infinite for no answer."""
    is_good: bool = True


async def usual_seconds(scene: Scene, workers: Sequence[int], rooms: Sequence[int]) -> float:
    """The slowest of a few answers before the fault: the time that a busy machine and its clients take anyway."""
    rounds = [await answer(scene, workers, rooms) for _ in range(ROUNDS)]
    return max((each.seconds for answers in rounds for each in answers if each.is_good), default=0.0)


async def probe(
    scene: Scene, workers: Sequence[int], rooms: Sequence[int], seconds: float, usual: float
) -> list[Violation]:
    """Ask every worker repeatedly for `seconds`. The slowest answers above the bound plus `usual` are violations."""
    end = time.monotonic() + seconds
    slowest: dict[str, Answer] = {}
    while time.monotonic() < end:
        for each in await answer(scene, workers, rooms):
            if each.seconds > slowest.get(each.what, each._replace(seconds=BOUND_SECONDS + usual)).seconds:
                slowest[each.what] = each
        await asyncio.sleep(PAUSE_SECONDS)
    return [
        Violation(Anomaly.LATE, each.room, f"{each.what} after {each.seconds:.1f} s, usual are {usual:.1f}")
        for each in slowest.values()
    ]


async def answer(scene: Scene, workers: Sequence[int], rooms: Sequence[int]) -> list[Answer]:
    asked = [_say(scene, number, scene.chance.choice(rooms)) for number in workers]
    return await asyncio.gather(*asked, *(_ready(scene, number) for number in workers))


async def _say(scene: Scene, number: int, room: int) -> Answer:
    host: Client = scene.crowd.hosts[number]
    begin = time.monotonic()
    try:
        await host.say(room, next(scene.texts))
    except LOST as lost:
        if not host.connection.is_open:
            # Without a connection there is nothing to measure.
            return Answer("no connection", room, 0, is_good=False)
        what = f"worker {number} did not acknowledge a message ({lost or type(lost).__name__})"
        return Answer(what, room, time.monotonic() - begin, is_good=False)
    return Answer(f"worker {number} acknowledged a message", room, time.monotonic() - begin)


async def _ready(scene: Scene, number: int) -> Answer:
    begin = time.monotonic()
    try:
        async with httpx.AsyncClient(base_url=scene.world.worker_urls[number], timeout=10) as http:
            status = (await http.get("/readyz")).status_code
    except httpx.TransportError as error:
        return Answer(f"/readyz of worker {number}: {type(error).__name__}", 0, math.inf)
    return Answer(f"/readyz of worker {number} answered {status}", 0, time.monotonic() - begin, status == 200)
