"""Deliveries a second: one room, one worker, frames published ready-made through Redis, with 4 and with 32 in flight."""

from functools import partial

from benchmarks.bench import SERVERS, Bench
from benchmarks.measures.costs import per_delivery
from benchmarks.orders import Fanout, FanoutWindow
from benchmarks.results import Figures
from benchmarks.servers.peer import Server

CROWDS = {"": 200, "_1000": 1_000}
DEPTHS = [4, 32]


def measure(bench: Bench) -> None:
    for suffix, sockets in CROWDS.items():
        names = [f"fanout_{depth}{suffix}" for depth in DEPTHS]
        for server in bench.turns(SERVERS, bench.plan.rounds if sockets == 200 else bench.plan.crowd_rounds):
            bench.note(names, server, partial(windows, bench, server, sockets, DEPTHS))


def windows(bench: Bench, server: Server, sockets: int, depths: list[int]) -> list[Figures]:
    order = Fanout(
        sockets=server.sockets(sockets),
        publisher=server.publisher(),
        processes=bench.processes(server),
        depths=depths,
        window=bench.plan.window,
    )
    found = bench.load(order, list[FanoutWindow])
    return [per_delivery(window.deliveries, window.messages, window.usage) for window in found]
