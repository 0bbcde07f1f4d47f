"""Searches of somebody in 200 of 2,000 rooms, on either database: the time of the call for each kind of query,
also while messages arrive, and what the databases themselves find."""

import subprocess
from pathlib import Path

from benchmarks.bench import IRORI, Bench, say
from benchmarks.search.run import measure as searches
from benchmarks.search.site import DATABASES
from lab.servers.process import ServerError


def measure(bench: Bench) -> None:
    for database in DATABASES if IRORI in bench.chosen else ():
        try:
            _measure(bench, database, bench.room_for(f"search-{database}"))
        except (ServerError, RuntimeError, subprocess.SubprocessError) as error:
            bench.results.fail("search", database, str(error))


def _measure(bench: Bench, database: str, folder: Path) -> None:
    plan = bench.plan
    for kind, figures in searches(folder, database, plan.search_messages, plan.search_reads):
        say(f"search on {database}, {kind}: {figures}")
        bench.results.add("search", f"{database}, {kind}", {**figures, "messages": plan.search_messages})
