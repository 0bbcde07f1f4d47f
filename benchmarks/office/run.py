"""An office of 2,000 people with 3,000 devices, ten minutes long, at one site after the other: `python -m benchmarks.office.run
[--people 2000] [--seconds 600] [--hurry 1] [--sites irori_sqlite irori_postgresql channels]`

Prints what a person costs, and how long each act took. `--hurry 10` does in a minute what an office does in ten.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.office.rhythm import Act
from benchmarks.office.sites import SITES
from benchmarks.office.work import Day, work
from benchmarks.quantiles import milliseconds

# Of these only a part is the site's doing: the rest is somebody who types, or looks away. What counts of them has a name of
# its own (acknowledgement, delivery, connect, sync).
LASTING = {Act.SEND, Act.LEAVE, Act.SLEEP}
HOUR = 3_600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--hurry", type=float, default=1)
    parser.add_argument("--sites", nargs="+", choices=SITES, default=list(SITES))
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    failed = 0
    for name in options.sites:
        with tempfile.TemporaryDirectory() as folder, SITES[name](Path(folder), options.people) as office:
            day = asyncio.run(work(office, options.seconds, options.hurry))
        print(f"{name}: {options.people:,} people, {day.devices:,} devices, {options.seconds:,.0f} s", flush=True)
        for line in told(day, options.people, options.hurry):
            print(f"  {line}", flush=True)
        failed += sum(day.notes.failed.values())
    sys.exit(1 if failed else 0)


def told(day: Day, people: int, hurry: float) -> Iterator[str]:
    yield f"{'':18}{'times':>9}{'p50 ms':>10}{'p99 ms':>10}"
    for what, took in sorted(day.notes.took.items()):
        if took and what not in LASTING:
            yield f"{what:18}{len(took):9,}{milliseconds(took, 0.5):10}{milliseconds(took, 0.99):10}"
    usage = day.usage
    hours = people * usage.seconds * hurry / HOUR
    for name, seconds in (("server", usage.server), ("Redis", usage.redis), ("database", usage.database)):
        yield (
            f"CPU of the {name}: {seconds:.1f} s, {seconds / usage.seconds:.3f} of a core, "
            f"{1000 * seconds / hours:.1f} ms for a person's hour"
        )
    before, after = day.kb
    yield f"memory of the server: {before / 1024:,.0f} MB at the beginning, {after / 1024:,.0f} MB at the end"
    yield f"CPU of the devices' own program: {usage.load:.1f} s"
    yield from (f"FAILED {count} times: {what}" for what, count in day.notes.failed.items() if count)


if __name__ == "__main__":
    main()
