"""What a second and a fourth worker cost: 1,000 sockets of one room spread over workers with a port each.

At a steady rate, not as fast as it goes: workers that share two cores let frames gather, and gathered frames are cheaper.
"""

from functools import partial

from benchmarks.bench import Bench
from benchmarks.measures.costs import per_delivery
from benchmarks.orders import Latency, LatencyWindow
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server

WORKERS = {"1": 1, "2": 2, "4": 4}
SOCKETS = 1_000
RATE = 50


def measure(bench: Bench) -> None:
    for name, workers in WORKERS.items():
        bench.offer(name, partial(Irori, workers=workers))
    for server in bench.turns(list(WORKERS), bench.plan.slow_rounds):
        bench.note(["workers"], server, partial(window, bench, server))
    bench.retire(*WORKERS)


def window(bench: Bench, server: Server) -> list[Figures]:
    order = Latency(
        sockets=server.sockets(SOCKETS),
        publisher=server.publisher(),
        processes=bench.processes(server),
        rate=RATE,
        # CPU is counted in hundredths of a second, and little of it is used at this rate.
        seconds=2 * bench.plan.latency_seconds,
        rest_seconds=bench.plan.latency_seconds,
    )
    found = bench.load(order, LatencyWindow)
    messages = found.deliveries // SOCKETS
    return [
        {
            **per_delivery(found.deliveries, messages, found.usage),
            "publishes_per_message": round(found.usage.redis_publishes / messages, 1),
            "p99_ms": found.p99_ms,
        }
    ]
