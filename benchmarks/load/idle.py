"""What a socket takes up in the server's memory while nothing happens."""

import asyncio

from benchmarks.load.connects import Door
from benchmarks.orders import Idle, IdleWindow, Processes, Socket
from benchmarks.usage import cpu_seconds, resident_kb

CALM_SECONDS = 0.5
CALM_LIMIT_SECONDS = 20.0


async def work(order: Idle) -> IdleWindow:
    await (await come_in(order, order.sockets[: order.warm_up])).close()
    await calm(order.processes)
    before = resident_kb(order.processes.server)
    door = await come_in(order, order.sockets)
    await calm(order.processes)
    grown = resident_kb(order.processes.server) - before
    await door.close()
    return IdleWindow(len(order.sockets), round(grown / len(order.sockets), 2))


async def come_in(order: Idle, sockets: list[Socket]) -> Door:
    door = Door(first_frame=order.first_frame)
    await door.open(sockets)
    return door


async def calm(processes: Processes) -> None:
    """Until the server has nothing left to do."""
    async with asyncio.timeout(CALM_LIMIT_SECONDS):
        busy = True
        while busy:
            before = cpu_seconds(processes.server)
            await asyncio.sleep(CALM_SECONDS)
            busy = cpu_seconds(processes.server) - before > CALM_SECONDS / 10
