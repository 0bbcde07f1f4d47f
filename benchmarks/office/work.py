"""The office at work: every device does what its rhythm says, and all is noted."""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.office.driver import Driver, Notes, Office
from benchmarks.office.rhythm import acts
from benchmarks.orders import Processes, Usage
from benchmarks.usage import Meter, resident_kb

SEED = 20261128
AT_ONCE = 50
# What was begun before the end may take so long.
LAST_SECONDS = 30.0
Item = TypeVar("Item")


@dataclass(frozen=True)
class Day:
    """`kb`: resident memory of the server when all devices were there, and at the end."""

    devices: int
    notes: Notes
    usage: Usage
    kb: tuple[int, int]


async def work(office: Office, seconds: float, hurry: float) -> Day:
    """So many seconds of it by the clock, in which an office in no hurry does what takes `hurry` times as long."""
    chance, notes = random.Random(SEED), Notes()
    devices = [
        office.driver(member, token, notes, random.Random(chance.random()), hurry)
        for member in office.people
        for token in member.tokens
    ]
    async with office:
        turns = iter(devices)
        await asyncio.gather(*(_open(turns) for _ in range(AT_ONCE)))
        notes.took["connect"].clear()  # all at once is not how an office arrives
        server = office.processes.server
        before = resident_kb(server)
        meter = Meter(Processes(*office.processes))
        await _live(devices, chance, seconds, hurry, notes)
        day = Day(len(devices), notes, meter.usage(), (before, resident_kb(server)))
        await asyncio.gather(*(device.close() for device in devices), return_exceptions=True)
    return day


async def _open(turns: Iterator[Driver]) -> None:
    for device in turns:
        await device.open()


async def _live(devices: list[Driver], chance: random.Random, seconds: float, hurry: float, notes: Notes) -> None:
    begun = time.monotonic()
    lives = [
        asyncio.ensure_future(_life(device, random.Random(chance.random()), begun, seconds, hurry, notes))
        for device in devices
    ]
    _, late = await asyncio.wait(lives, timeout=seconds + LAST_SECONDS)
    for life in late:
        life.cancel()
    notes.failed["not done at the end"] += len(late)
    await asyncio.sleep(max(0.0, begun + seconds - time.monotonic()))


async def _life(
    device: Driver, chance: random.Random, begun: float, seconds: float, hurry: float, notes: Notes
) -> None:
    for at, act in acts(chance, seconds * hurry):
        await asyncio.sleep(max(0.0, begun + at / hurry - time.monotonic()))
        if do := device.acts.get(act):
            try:
                with notes.timed(act):
                    await do()
            except Exception as failure:  # the office goes on, and the figures say so
                notes.failed[f"{act}: {type(failure).__name__} {failure}"] += 1
