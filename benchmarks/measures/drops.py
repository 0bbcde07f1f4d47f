"""20 people in a room whose network goes away for 1 to 2 s every 2 to 5 s, while 10 messages a second are written: AnyCable's drop test."""

import asyncio
from functools import partial

from benchmarks.bench import IRORI, Bench, Failed
from benchmarks.drops.client import Client
from benchmarks.drops.run import Found, drops
from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server

PEOPLE = 20


def measure(bench: Bench) -> None:
    for server in bench.turns([IRORI], 1):
        bench.note(["drops"], server, partial(window, bench, server))


async def listening(bench: Bench, server: Irori) -> Found:
    people, hall = bench.world.population.listeners, bench.world.population.hall
    site = f"http://127.0.0.1:{server.port}"
    clients = [
        Client(socket, site, guest.token, hall)
        for guest, socket in zip(people[:PEOPLE], server.sockets(PEOPLE), strict=True)
    ]
    return await drops(clients, site, hall, people[PEOPLE].token, bench.plan.drops_seconds)


def window(bench: Bench, server: Server) -> list[Figures]:
    assert isinstance(server, Irori)
    found = asyncio.run(listening(bench, server))
    if not found.messages or not found.caught_up:
        raise Failed("nobody wrote, or nobody came back")
    nanoseconds = [round(seconds * 1e9) for seconds in found.caught_up]
    return [
        {
            "received_percent": round(100 * found.received, 3),
            "live_percent": round(100 * found.live, 1),
            "p50_ms": milliseconds(nanoseconds, 0.5),
            "p95_ms": milliseconds(nanoseconds, 0.95),
            "longest_ms": milliseconds(nanoseconds, 1),
            "returns": len(nanoseconds),
            "messages": found.messages,
        }
    ]
