"""A page of a room with 1,000,000 messages over REST: the newest, which everybody opens, and the oldest, which must not cost more."""

import http.client
import time
from functools import partial

from benchmarks.bench import IRORI, Bench, Failed
from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.servers.irori import Irori
from benchmarks.servers.peer import Server

PAGES = {"newest": "?limit=50", "oldest": "?after=0&limit=50"}
WARM_UP_READS = 10


def measure(bench: Bench) -> None:
    if IRORI not in bench.chosen:
        return
    bench.world.inside("fill", str(bench.world.population.archive), str(bench.plan.history_messages))
    for server in bench.turns([IRORI], 1):
        for page in list(PAGES) * bench.plan.slow_rounds:
            bench.note(["history"], server, partial(window, bench, server, page), under=page)


def window(bench: Bench, server: Server, page: str) -> list[Figures]:
    assert isinstance(server, Irori)
    archive, reader = bench.world.population.archive, bench.world.population.reader
    path = f"/api/rooms/{archive}/messages/{PAGES[page]}"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    times = [read(connection, path, reader.token) for _ in range(WARM_UP_READS + bench.plan.history_reads)]
    connection.close()
    counted = times[WARM_UP_READS:]
    p50, p95 = milliseconds(counted, 0.5), milliseconds(counted, 0.95)
    return [{"p50_ms": p50, "p95_ms": p95, "messages": bench.plan.history_messages, "reads": len(counted)}]


def read(connection: http.client.HTTPConnection, path: str, token: str) -> int:
    """Nanoseconds from the question to the last byte of the answer."""
    begin = time.monotonic_ns()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = answer.read()
    taken = time.monotonic_ns() - begin
    if answer.status != 200 or body.count(b'"seq"') != 50:
        raise Failed(f"{path}: {answer.status} {body[:200]!r}")
    return taken
