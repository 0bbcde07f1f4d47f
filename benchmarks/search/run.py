"""How long searches take: `python -m benchmarks.search.run [--messages 100000] [--databases sqlite postgresql] [--reads 100]`

Every kind of query by the call itself, over HTTP, of one person on one worker: while nothing else happens, and while 500
messages a second arrive. Beside it `LIKE` and PostgreSQL's `tsvector` on the same messages.
"""

import argparse
import http.client
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.search.site import DATABASES, Filled, filled, inside
from benchmarks.search.writers import Order, writing
from benchmarks.usage import cpu_seconds
from lab.servers.site import Site

WARM_UP_READS = 5
# Messages a second, of 20 people in 100 rooms each.
ARRIVING = 500
TENTH = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--reads", type=int, default=100)
    options = parser.parse_args()
    for database in options.databases:
        print(f"{database}, {options.messages:,} messages", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            for kind, figures in measure(Path(folder), database, options.messages, options.reads):
                print(f"  {kind:40} {json.dumps(figures)}", flush=True)


def measure(folder: Path, database: str, messages: int, reads: int) -> Iterator[tuple[str, Figures]]:
    """The figures of each kind of query: of a site that has nothing else to do, then while messages arrive; and what
    the database itself finds."""
    with filled(folder, database, messages) as (site, known):
        yield "size of the index", {"index_by_text": msgspec.json.decode(inside(site, "size"))}
        with site:
            yield from searches(site, known, reads)
            order = Order(f"{site.ws_url}/ws/chat/", known.writers, ARRIVING)
            with writing(order) as written:
                for kind, figures in searches(site, known, reads):
                    yield f"{kind}, {ARRIVING} arrive a second", figures
            yield "messages that arrived", {"per_second": written.per_second}
        words = [f"{kind}={word}" for kind, word in known.words.items()]
        for rival in msgspec.json.decode(inside(site, "rivals", str(reads), *words)):
            yield f"{rival.pop('kind')}, {rival.pop('rival')}", rival


def searches(site: Site, known: Filled, reads: int) -> Iterator[tuple[str, Figures]]:
    """Of the first page, and of the tenth where there is one."""
    client = Client(site, known.token)
    for kind, query in known.queries.items():
        yield kind, client.figures(f"/api/search/?q={quote(query)}", reads)
    yield "common word, best", client.figures(f"/api/search/?q={quote(known.frequent)}&sort=best", reads)
    tenth = f"/api/search/?q={quote(known.frequent)}"
    for _ in range(TENTH - 1):
        if not (following := client.read(tenth)[1]["next"]):
            return
        url = urlsplit(following)
        tenth = f"{url.path}?{url.query}"
    yield "common word, tenth page", client.figures(tenth, reads)


class Client:
    def __init__(self, site: Site, token: str) -> None:
        self._worker = site.pid
        self._connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"}

    def figures(self, path: str, reads: int) -> Figures:
        """`server_ms`: CPU of the worker for each read, and for what else it does meanwhile."""
        for _ in range(WARM_UP_READS):
            self.read(path)
        before = cpu_seconds([self._worker])
        answers = [self.read(path) for _ in range(reads)]
        server_ms = round((cpu_seconds([self._worker]) - before) * 1000 / reads, 2)
        times = [taken for taken, _ in answers]
        found = len(answers[0][1]["results"])
        p50, p95 = milliseconds(times, 0.5), milliseconds(times, 0.95)
        return {"p50_ms": p50, "p95_ms": p95, "server_ms": server_ms, "results": found}

    def read(self, path: str) -> tuple[int, dict[str, Any]]:
        """Nanoseconds from the question to the last byte of the answer, and the answer."""
        begin = time.monotonic_ns()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        taken = time.monotonic_ns() - begin
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        return taken, json.loads(body)


if __name__ == "__main__":
    main()
