"""results.json as RESULTS.md: `python -m benchmarks.reporting.report` writes it and the chart again."""

from pathlib import Path
from typing import Any

from benchmarks.reporting import chart, tables, targets, teams
from benchmarks.results import Results
from lab.servers.process import ROOT

RESULTS = ROOT / "benchmarks" / "results.json"
REPORT = RESULTS.with_name("RESULTS.md")
CHART = ROOT / "docs" / "fanout.svg"

SECTIONS = {
    "Targets": targets.section,
    "Deliveries a second": tables.fanout,
    "Delivery latency": tables.latency,
    "Sending": tables.sends,
    "Connecting": tables.connects,
    "Idle sockets": tables.idle,
    "History": tables.history,
    "Workers": tables.workers,
    "Dropped networks": tables.drops,
    "The load generator": tables.ceiling,
    "For a team": teams.section,
}


def write(results: Results, report: Path, picture: Path) -> None:
    report.write_text(text_of(results))
    picture.write_text(chart.drawn(results.headlines().get("fanout_4", {})))


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


if __name__ == "__main__":
    write(Results.read(RESULTS), REPORT, CHART)
