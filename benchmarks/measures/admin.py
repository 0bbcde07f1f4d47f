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

# Milliseconds by the clock and of a core, as benchmarks/admin/turns.py has them: that needs a site's settings.
Turn = tuple[float, float]
MOST_TOLD = 1_000  # characters


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
        found = msgspec.json.decode(_inside(site, "inside", str(bench.plan.admin_turns)), type=dict[str, list[Turn]])
    for kind, of in (("pages", False), ("bulk actions of 100", True)):
        some = {what: turns for what, turns in found.items() if (": " in what) == of}
        bench.results.add("admin", f"{database}, {kind}", {**_figures(some), "messages": bench.plan.admin_messages})
        for what in sorted(some, key=lambda what: -_wall(some[what]))[:10]:
            say(f"admin on {database}, {what}: {_told(some[what])}")


def _figures(found: dict[str, list[Turn]]) -> dict[str, float | str]:
    slowest = max(found, key=lambda what: _wall(found[what]))
    return {
        "p50_ms": statistics.median(_wall(turns) for turns in found.values()),
        "cpu_p50_ms": statistics.median(_cpu(turns) for turns in found.values()),
        "slowest_ms": _wall(found[slowest]),
        "slowest_cpu_ms": _cpu(found[slowest]),
        "slowest": slowest,
        # How far the turns of the same thing are apart, in the middle of all things.
        "spread_percent": round(statistics.median(_spread(turns) for turns in found.values()), 1),
        "measured": len(found),
    }


def _wall(turns: list[Turn]) -> float:
    return statistics.median(wall for wall, _ in turns)


def _cpu(turns: list[Turn]) -> float:
    return statistics.median(cpu for _, cpu in turns)


def _spread(turns: list[Turn]) -> float:
    walls = [wall for wall, _ in turns]
    return 100 * (max(walls) - min(walls)) / max(_wall(turns), 0.1)


def _told(turns: list[Turn]) -> str:
    walls = [wall for wall, _ in turns]
    return f"{_wall(turns)} ms ({min(walls)} to {max(walls)}), {_cpu(turns)} ms of CPU"


def _inside(site: Site, program: str, *arguments: str) -> bytes:
    environment = {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", f"benchmarks.admin.{program}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    if done.returncode:
        # The last lines name what did not answer.
        raise ServerError(done.stderr.decode()[-MOST_TOLD:].strip())
    return done.stdout
