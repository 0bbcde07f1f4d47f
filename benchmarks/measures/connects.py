"""Sockets let in a second. Irori's are authenticated and in when `hello` with its 20 rooms is there; stock Channels' join one group."""

from functools import partial

from benchmarks.bench import IRORI, Bench
from benchmarks.orders import Connects, ConnectsWindow, Socket
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server

SERVERS = (IRORI, "channels_core", "channels_pubsub")
AT_ONCE = 50


def measure(bench: Bench) -> None:
    for server in bench.turns(SERVERS, bench.plan.slow_rounds):
        bench.note(["connects"], server, partial(window, bench, server))


def guests(bench: Bench, server: Server, count: int) -> list[Socket]:
    if isinstance(server, Irori):
        return server.sockets_of(bench.world.population.regulars[:count])
    return server.sockets(count)


def window(bench: Bench, server: Server) -> list[Figures]:
    order = Connects(
        sockets=guests(bench, server, bench.plan.connects),
        processes=bench.processes(server),
        redis_url=bench.redis.url,
        at_once=AT_ONCE,
        first_frame=isinstance(server, Irori),
    )
    found = bench.load(order, ConnectsWindow)
    usage = found.usage
    figures = {
        "connects_per_second": round(found.connects / usage.seconds, 1),
        "p50_ms": found.p50_ms,
        "p99_ms": found.p99_ms,
        "server_ms_per_connect": round(1_000 * usage.server / found.connects, 3),
        "database_ms_per_connect": round(1_000 * usage.database / found.connects, 3),
        "redis_commands_per_connect": round(usage.redis_commands / found.connects, 2),
        "load_share_of_a_core": round(usage.load / usage.seconds, 3),
    }
    return [figures]
