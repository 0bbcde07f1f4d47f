"""What an idle socket takes up in memory: Irori's in 20 rooms, stock Channels' in one. A new process each time, whose heap is not worn."""

from functools import partial

from benchmarks.bench import Bench
from benchmarks.measures.connects import SERVERS, guests
from benchmarks.orders import Idle, IdleWindow
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori

WARM_UP = 50


def measure(bench: Bench) -> None:
    for server in bench.turns(SERVERS, bench.plan.slow_rounds):
        bench.note(["idle"], server, partial(window, bench, server.name))


def window(bench: Bench, name: str) -> list[Figures]:
    with bench.fresh(name) as server:
        order = Idle(
            sockets=guests(bench, server, bench.plan.idle_sockets),
            processes=bench.processes(server),
            warm_up=WARM_UP,
            first_frame=isinstance(server, Irori),
        )
        found = bench.load(order, IdleWindow)
    return [{"kb_per_socket": found.kb_per_socket, "sockets": found.sockets}]
