"""Lists, searches, filters, pages and bulk actions of the admin on a large site, on either database."""

import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import msgspec

from benchmarks.bench import IRORI, Bench, say
from benchmarks.search.site import DATABASES
from lab.programs.postgres import Postgres
from lab.servers.process import ROOT, ServerError
from lab.servers.settings import PRODUCTION, WIDE
from lab.servers.site import Site


def measure(bench: Bench) -> None:
    for database in DATABASES if IRORI in bench.chosen else ():
        try:
            _measure(bench, database, bench.room_for(f"admin-{database}"))
        except (ServerError, subprocess.SubprocessError) as error:
            bench.results.fail("admin", database, str(error))


def _measure(bench: Bench, database: str, folder: Path) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(Postgres()).create_database("admin") if database == "postgresql" else ""
        env = {**PRODUCTION, **WIDE, "ALLOWED_HOSTS": "testserver"}
        site = Site(folder, database_url=url, env=env)
        site.prepare()
        _inside(site, "population", str(bench.plan.admin_messages))
        found = msgspec.json.decode(_inside(site, "inside", str(bench.plan.admin_reads)), type=dict[str, list[float]])
    figures = {what: statistics.median(times) for what, times in found.items()}
    for what, taken in sorted(figures.items(), key=lambda each: -each[1])[:10]:
        say(f"admin on {database}, {what}: {taken} ms")
    for kind, chosen in (("pages", False), ("bulk actions of 100", True)):
        times = [taken for what, taken in figures.items() if (" of 100" in what) == chosen]
        slowest = max(figures, key=lambda what: figures[what] if (" of 100" in what) == chosen else 0)
        bench.results.add(
            "admin",
            f"{database}, {kind}",
            {
                "p50_ms": statistics.median(times),
                "slowest_ms": max(times),
                "slowest": slowest,
                "measured": len(times),
                "messages": bench.plan.admin_messages,
            },
        )


def _inside(site: Site, program: str, *arguments: str) -> bytes:
    environment = {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", f"benchmarks.admin.{program}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
