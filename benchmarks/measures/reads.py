"""Read markers a second: a message has come, and everybody in a room of 1,000 reads it at the same moment."""

from functools import partial

from benchmarks.bench import IRORI, Bench
from benchmarks.orders import Reads, ReadsWindow
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server


def measure(bench: Bench) -> None:
    if IRORI not in bench.chosen:
        return
    each = bench.plan.reads
    bench.world.inside("fill", str(bench.world.population.hall), str(each * bench.plan.slow_rounds))
    for turn, server in enumerate(bench.turns([IRORI], bench.plan.slow_rounds)):
        bench.note(["reads"], server, partial(window, bench, server, turn * each))


def window(bench: Bench, server: Server, read: int) -> list[Figures]:
    """`read`: up to where everybody has read before."""
    assert isinstance(server, Irori)
    order = Reads(
        sockets=server.sockets_of(bench.world.population.listeners),
        processes=bench.processes(server),
        redis_url=bench.redis.url,
        room=bench.world.population.hall,
        first=read + 1,
        count=bench.plan.reads,
    )
    found = bench.load(order, ReadsWindow)
    usage, thousands = found.usage, found.read / 1_000
    figures = {
        "read_per_second": round(found.read / usage.seconds, 1),
        "p50_ms": found.p50_ms,
        "p99_ms": found.p99_ms,
        "server_seconds_per_thousand": round(usage.server / thousands, 3),
        "database_seconds_per_thousand": round(usage.database / thousands, 3),
        "redis_commands_per_marker": round(usage.redis_commands / found.read, 2),
        "load_share_of_a_core": round(usage.load / usage.seconds, 3),
    }
    return [figures]
