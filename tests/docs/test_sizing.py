"""The section "Sizing" of docs/hosting.md says what benchmarks/results.json says."""

import re

from benchmarks.reporting import report, teams
from benchmarks.results import Results
from lab.servers.process import ROOT

SIZING = (ROOT / "docs" / "hosting.md").read_text().split("## Sizing", 1)[1]
ROW = re.compile(r"^\| ([\d,]+) \| ([\d,]+) \|", re.MULTILINE)


def cells_of(text: str) -> dict[str, list[str]]:
    """The cells of each row that begins with a number of people and one of sockets, by the number of people."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if ROW.match(line)]
    return {row[0]: row for row in rows}


def test_the_table_is_that_of_the_results() -> None:
    measured = cells_of(teams.section(Results.read(report.RESULTS)))
    people, sockets, workers, memory = 0, 1, 4, 5
    expected = {name: [row[people], row[sockets], row[workers], row[memory]] for name, row in measured.items()}
    assert cells_of(SIZING) == expected
    assert len(expected) == 3


def test_the_figures_of_one_worker_are_those_of_the_results() -> None:
    headlines = Results.read(report.RESULTS).headlines()
    assert f"{headlines['idle_kb']['irori']:.1f} kB for each socket" in SIZING
    assert f"{headlines['connects']['irori']:,.0f} sockets a second" in SIZING
