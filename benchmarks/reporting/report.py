"""Publish results.json: `python -m benchmarks.reporting.report` writes RESULTS.md, the chart and the README's figures.

`--check` writes nothing; it exits with 1 and names the files that differ from results.json.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.reporting import chart, readme, tables, targets, teams
from benchmarks.results import Results
from lab.servers.process import ROOT

RESULTS = ROOT / "benchmarks" / "results.json"
REPORT = RESULTS.with_name("RESULTS.md")
CHART = ROOT / "docs" / "fanout.svg"
README = ROOT / "README.md"

SECTIONS = {
    "Targets": targets.section,
    "Deliveries a second": tables.fanout,
    "Delivery latency": tables.latency,
    "Sending": tables.sends,
    "Connecting": tables.connects,
    "Idle sockets": tables.idle,
    "Reading": tables.reads,
    "History": tables.history,
    "Files": tables.files,
    "Workers": tables.workers,
    "Dropped networks": tables.drops,
    "Search": tables.search,
    "The admin": tables.admin,
    "A call to everybody": tables.here,
    "The load generator": tables.ceiling,
    "For a team": teams.section,
}


def write(results: Results, report: Path, picture: Path) -> None:
    report.write_text(text_of(results))
    picture.write_text(picture_of(results))


def publish(results: Results, root: Path = ROOT) -> None:
    for path, text in published(results, root):
        path.write_text(text)


def stale(results: Results, root: Path = ROOT) -> list[Path]:
    """The published files, below `root`, whose text is not made from these results."""
    return [path for path, text in published(results, root) if path.read_text() != text]


def published(results: Results, root: Path) -> Iterator[tuple[Path, str]]:
    """Each file that shows figures, with the text that it should have."""
    yield root / REPORT.relative_to(ROOT), text_of(results)
    yield root / CHART.relative_to(ROOT), picture_of(results)
    file = root / README.relative_to(ROOT)
    yield file, readme.with_figures(file.read_text(), results)


def picture_of(results: Results) -> str:
    return chart.drawn(results.headlines().get("fanout_4", {}))


def text_of(results: Results) -> str:
    sections = {name: section(results) for name, section in SECTIONS.items()} | {"Missing": missing(results)}
    body = "\n".join(f"## {name}\n\n{text}\n" for name, text in sections.items())
    return f"# Benchmarks\n\n{about(results.about)}\n\n{body}"


def about(run: dict[str, Any]) -> str:
    machine = run["machine"]
    pinned = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    return f"""\
`{run["command"]}` on {run["date"]}, {run["seconds"]} seconds. {machine["processor"]}, {machine["cores"]} cores shared by servers, Redis,
PostgreSQL and the load generator, {machine["memory_gib"]} GiB, {machine["system"]}. Every figure is the median of rounds in which
the servers took turns; results.json has each value, README.md says how they are taken.

{pinned}."""


def missing(results: Results) -> str:
    skipped = [f"- {name} was not measured: {reason}." for name, reason in results.skipped.items()]
    failed = [
        f"- {name} failed {len(reasons)} × at {measure}: {reasons[-1]}"
        for measure, servers in results.failures.items()
        for name, reasons in servers.items()
    ]
    return "\n".join(skipped + failed) or "Nothing: every server was there and finished every turn."


def main(*, check: bool) -> None:
    results = Results.read(RESULTS)
    if not check:
        publish(results)
    elif wrong := stale(results):
        names = ", ".join(str(path.relative_to(ROOT)) for path in wrong)
        sys.exit(
            f"{names}: not what benchmarks/results.json says; write it again with python -m benchmarks.reporting.report"
        )


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
