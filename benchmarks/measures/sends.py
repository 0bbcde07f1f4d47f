"""Messages a second over the whole path: sent by a socket, stored in PostgreSQL, acknowledged, delivered to the room. 20 rooms of 10."""

from functools import partial

from benchmarks.bench import IRORI, Bench
from benchmarks.orders import Sends, SendsWindow
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server

ONE_TRANSACTION_EACH = "one_transaction_each"
RATE = 1_000


def measure(bench: Bench) -> None:
    bench.offer(ONE_TRANSACTION_EACH, partial(Irori, env={"MESSAGES_PER_TRANSACTION": "1"}))
    for server in bench.turns((IRORI, ONE_TRANSACTION_EACH), bench.plan.slow_rounds):
        bench.note(["sends"], server, partial(window, bench, server))
    bench.retire(ONE_TRANSACTION_EACH)
    for server in bench.turns([IRORI], bench.plan.slow_rounds):
        bench.note([f"sends_{RATE}"], server, partial(window, bench, server, RATE))


def window(bench: Bench, server: Server, rate: float | None = None) -> list[Figures]:
    assert isinstance(server, Irori)
    order = Sends(
        sockets=server.sockets_of(bench.world.population.senders),
        processes=bench.processes(server),
        redis_url=bench.redis.url,
        window=bench.plan.sends_window,
        rate=rate,
    )
    found = bench.load(order, SendsWindow)
    usage, thousands = found.usage, max(1, found.acknowledged) / 1_000
    figures = {
        "acknowledged_per_second": round(found.acknowledged / usage.seconds, 1),
        "delivered_per_second": round(found.delivered / usage.seconds, 1),
        "p50_ms": found.p50_ms,
        "p99_ms": found.p99_ms,
        "server_seconds_per_thousand": round(usage.server / thousands, 3),
        "database_seconds_per_thousand": round(usage.database / thousands, 3),
        "redis_commands_per_message": round(usage.redis_commands / max(1, found.acknowledged), 2),
        "load_share_of_a_core": round(usage.load / usage.seconds, 3),
    }
    return [figures]
