"""Thousands of sockets that return and sync, in the load generator's environment: `python -m
lab.chaos.reconnect.storm`.

It reads a Storm from the first line of its standard input. It writes a Progress when all sockets are in, and when all
have lost their connection and are in again. A second line of input brings the heads; it writes a last Progress when all
sockets have reached them.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Sequence

import msgspec
import uvloop

from benchmarks.load.waiting import until
from lab.chaos.reconnect.orders import Heads, Progress, Storm
from lab.chaos.reconnect.returning import Returning

LIMIT_SECONDS = 200
# Sockets that connect at a time at first. Their return is random.
AT_ONCE = 100
PER_ADDRESS = 250


async def main(storm: Storm) -> None:
    guests = [
        Returning(storm.url, f"127.1.{number // PER_ADDRESS}.1", storm.tokens[number % len(storm.tokens)])
        for number in range(storm.sockets)
    ]
    begin = time.monotonic()
    living = await arrive(guests)
    tell(guests, begin)
    await until(lambda: not all(guest.is_in for guest in guests), LIMIT_SECONDS, "the first to lose their socket")
    begin = time.monotonic()
    await until(lambda: all(guest.is_in and guest.hellos > 1 for guest in guests), LIMIT_SECONDS, "all to be back")
    tell(guests, begin)
    heads = msgspec.json.decode(await asyncio.to_thread(sys.stdin.readline), type=Heads).rooms
    await until(lambda: all(guest.has(heads) for guest in guests), LIMIT_SECONDS, "all to be in sync")
    tell(guests, begin)
    for task in living:
        task.cancel()


async def arrive(guests: Sequence[Returning]) -> list["asyncio.Task[None]"]:
    living = []
    for first in range(0, len(guests), AT_ONCE):
        some = guests[first : first + AT_ONCE]
        living += [asyncio.create_task(guest.live()) for guest in some]
        await until(lambda some=some: all(guest.is_in for guest in some), LIMIT_SECONDS, "all to be in")  # type: ignore[misc]
    return living


def tell(guests: Sequence[Returning], begin: float) -> None:
    progress = Progress(
        sockets=sum(guest.is_in for guest in guests),
        returned=sum(guest.hellos > 1 for guest in guests),
        synced=sum(guest.syncs > 0 for guest in guests),
        seconds=time.monotonic() - begin,
    )
    print(msgspec.json.encode(progress).decode(), flush=True)


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(main(msgspec.json.decode(sys.stdin.readline(), type=Storm)))
