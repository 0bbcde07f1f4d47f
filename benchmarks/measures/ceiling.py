"""What the load generator could count if a server cost nothing but its sends: C, no Redis, told directly what is due."""

from dataclasses import dataclass
from functools import partial

from benchmarks import programs
from benchmarks.bench import Bench
from benchmarks.measures.costs import per_delivery
from benchmarks.orders import Ceiling, FanoutWindow
from benchmarks.results import Figures
from benchmarks.servers.blaster import Blaster

SOCKETS = 200


@dataclass(frozen=True)
class Form:
    name: str
    depth: int
    together: bool  # one send for all frames that are due, or one for each


FORMS = (
    Form("each_32", 32, together=False),
    Form("together_4", 4, together=True),
    Form("together_32", 32, together=True),
)


def measure(bench: Bench) -> None:
    if reason := programs.why_not(programs.make_blaster):
        bench.results.skipped["ceiling"] = reason
        return
    for _ in range(bench.plan.slow_rounds):
        for form in FORMS:
            with Blaster(bench.room_for("blaster"), form.name, SOCKETS, together=form.together) as server:
                bench.note(["ceiling"], server, partial(window, bench, server, form.depth))


def window(bench: Bench, server: Blaster, depth: int) -> list[Figures]:
    order = Ceiling(server.sockets(SOCKETS), bench.processes(server), depth, bench.plan.window)
    found = bench.load(order, FanoutWindow)
    return [per_delivery(found.deliveries, found.messages, found.usage)]
