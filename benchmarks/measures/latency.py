"""How long a frame takes to each of 200 sockets at a steady 100 messages a second, or at 10 where a server cannot do 100."""

from functools import partial

from benchmarks.bench import SERVERS, Bench
from benchmarks.orders import Latency, LatencyWindow
from benchmarks.results import Figures
from benchmarks.servers.peer import Server

SOCKETS = 200
RATE, SLOW_RATE = 100, 10
# Somebody who needs more than this part of the time to keep up has a queue, and a queue's length is no latency.
PART_OF_CAPACITY = 0.8


def measure(bench: Bench) -> None:
    for server in bench.turns(SERVERS, bench.plan.latency_rounds):
        bench.note(["latency"], server, partial(window, bench, server))


def window(bench: Bench, server: Server) -> list[Figures]:
    rate = rate_for(bench, server)
    order = Latency(
        sockets=server.sockets(SOCKETS),
        publisher=server.publisher(),
        processes=bench.processes(server),
        rate=rate,
        seconds=bench.plan.latency_seconds,
    )
    found = bench.load(order, LatencyWindow)
    lost = found.expected - found.deliveries
    return [{"p50_ms": found.p50_ms, "p99_ms": found.p99_ms, "messages_per_second": rate, "lost": lost}]


def rate_for(bench: Bench, server: Server) -> int:
    """By what the fan-out of the same run found; without one, everybody is asked for the full rate."""
    capacity = bench.results.median("fanout_4", server.name, "deliveries_per_second")
    enough = capacity is None or PART_OF_CAPACITY * capacity >= RATE * SOCKETS
    return RATE if enough else SLOW_RATE
