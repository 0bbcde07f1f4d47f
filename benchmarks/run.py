"""What runs, in what order: `python -m benchmarks.run [--quick] [--measures fanout latency …] [--servers irori go …] [--out FOLDER]`

A whole run writes benchmarks/, docs/fanout.svg and the README's figures. A part of one writes to `--out` alone: published figures come
from whole runs.
"""

import argparse
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks import machine, programs
from benchmarks.bench import IRORI, SERVERS, Bench, say
from benchmarks.measures import (
    admin,
    ceiling,
    connects,
    drops,
    fanout,
    files,
    here,
    history,
    idle,
    latency,
    reads,
    search,
    sends,
    workers,
)  # fmt: skip
from benchmarks.plan import FULL, QUICK
from benchmarks.reporting import report
from benchmarks.reporting.report import CHART, REPORT, RESULTS
from benchmarks.results import Results

MEASURES: dict[str, Callable[[Bench], None]] = {
    "ceiling": ceiling.measure,
    "fanout": fanout.measure,
    "latency": latency.measure,  # after the fan-out, which tells who can do how much
    "sends": sends.measure,
    "connects": connects.measure,
    "idle": idle.measure,
    "reads": reads.measure,
    "history": history.measure,
    "files": files.measure,
    "workers": workers.measure,
    "drops": drops.measure,
    "search": search.measure,
    "admin": admin.measure,
    "here": here.measure,
}


def main() -> None:
    options = parse()
    # Ended from outside, the run still stops its servers and removes their folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    programs.make_python()
    programs.make_counter()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    results = Results()
    begin = time.monotonic()
    plan = (QUICK if options.quick else FULL).of_rounds(options.rounds)
    with Bench(plan, options.servers, results) as bench:
        for name in options.measures:
            try:
                MEASURES[name](bench)
            except Exception as failure:  # an hour of other measures is not lost with it
                traceback.print_exc()
                results.fail(name, IRORI, f"{type(failure).__name__}: {failure}")
            say(f"{name} done after {time.monotonic() - begin:.0f} s")
    results.about = {
        "command": command(options),
        "seconds": round(time.monotonic() - begin),
        **machine.about(),
    }
    write(results, options.out)


def command(options: argparse.Namespace) -> str:
    """What has to be typed to get the same."""
    if options.rounds:
        return f"python -m benchmarks.run {'--quick ' if options.quick else ''}--rounds {options.rounds}"
    return "make bench QUICK=1" if options.quick else "make bench"


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Irori beside its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--rounds", type=int, help="instead of the plan's")
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--servers", nargs="+", choices=SERVERS, default=list(SERVERS))
    parser.add_argument("--out", type=Path, help="where to write instead of benchmarks/ and docs/")
    options = parser.parse_args()
    if options.out is None and (set(options.measures), set(options.servers)) != (set(MEASURES), set(SERVERS)):
        parser.error("a part of the benchmarks needs --out: it would overwrite the whole")
    return options


def write(results: Results, out: Path | None) -> None:
    if out is None:
        results.write(RESULTS)
        report.publish(results)
        say(f"See {REPORT}")
    else:
        results.write(out / RESULTS.name)
        report.write(results, out / REPORT.name, out / CHART.name)
        say(f"See {out / REPORT.name}")


if __name__ == "__main__":
    main()
