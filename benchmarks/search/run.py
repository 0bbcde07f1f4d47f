"""How long searches take: `python -m benchmarks.search.run [--messages 100000] [--databases sqlite postgresql] [--reads 100]`

Every kind of query by the call itself, over HTTP, of one person on one worker that has nothing else to do.
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

from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.search.site import DATABASES, Filled, filled
from lab.servers.site import Site

WARM_UP_READS = 5
TENTH = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--reads", type=int, default=100)
    options = parser.parse_args()
    for database in options.databases:
        print(f"{database}, {options.messages:,} messages", flush=True)
        with (
            tempfile.TemporaryDirectory() as folder,
            filled(Path(folder), database, options.messages) as (site, known),
            site,
        ):
            for kind, figures in measure(site, known, options.reads):
                print(f"  {kind:24} {json.dumps(figures)}", flush=True)


def measure(site: Site, known: Filled, reads: int) -> Iterator[tuple[str, Figures]]:
    """The figures of each kind of query: of its first page, and of the tenth where there is one."""
    client = Client(site.port, known.token)
    for kind, query in known.queries.items():
        path = f"/api/search/?q={quote(query)}"
        yield kind, client.figures(path, reads)
    yield "common word, best", client.figures(f"/api/search/?q={quote(known.frequent)}&sort=best", reads)
    tenth = f"/api/search/?q={quote(known.frequent)}"
    for _ in range(TENTH - 1):
        url = urlsplit(client.read(tenth)[1]["next"])
        tenth = f"{url.path}?{url.query}"
    yield "common word, tenth page", client.figures(tenth, reads)


class Client:
    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"}

    def figures(self, path: str, reads: int) -> Figures:
        answers = [self.read(path) for _ in range(WARM_UP_READS + reads)][WARM_UP_READS:]
        times = [taken for taken, _ in answers]
        found = len(answers[0][1]["results"])
        return {"p50_ms": milliseconds(times, 0.5), "p95_ms": milliseconds(times, 0.95), "results": found}

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
