"""What two checkouts cost, side by side: lower is better in every row."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.results import Results

MARGIN = 0.05
MOST = 0.75
IRORI = "irori"
# measure: the figures of it that are compared. CPU where there is any: wall time on a shared machine says more of its neighbours.
FIGURES: Mapping[str, Sequence[str]] = {
    "fanout_4": ["server_seconds_per_million"],
    "fanout_32": ["server_seconds_per_million"],
    "fanout_4_1000": ["server_seconds_per_million"],
    "fanout_32_1000": ["server_seconds_per_million"],
    "sends": ["server_seconds_per_thousand", "database_seconds_per_thousand"],
    "sends_1000": ["server_seconds_per_thousand", "database_seconds_per_thousand"],
    "connects": ["server_ms_per_connect", "database_ms_per_connect"],
    "workers": ["server_seconds_per_million"],
    "idle": ["kb_per_socket"],
    "latency": ["p99_ms"],
    "reads": ["server_seconds_per_thousand", "database_seconds_per_thousand"],
    "history": ["p95_ms"],
}

Values = dict[tuple[str, str, str], float]


class Row(NamedTuple):
    """One figure, in each turn of each checkout."""

    what: tuple[str, str, str]
    base: list[float]
    here: list[float]

    @property
    def ratios(self) -> list[float]:
        """Of each turn: the two of a turn were measured one after the other, among the same neighbours."""
        return [here / base for here, base in zip(self.here, self.base, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def spread(self) -> float:
        """How far BASE's turns are from their median, at most."""
        middle = statistics.median(self.base)
        return max(abs(value / middle - 1) for value in self.base)

    @property
    def verdict(self) -> str:
        if self.ratio < 1 - max(MARGIN, self.spread) and self._most(lambda ratio: ratio < 1 - MARGIN):
            return "costs less"
        if self.ratio <= 1 + MARGIN:
            return "within 5 %"
        if self.ratio <= 1 + self.spread:
            return "within BASE's own spread"
        return "COSTS MORE" if self._most(lambda ratio: ratio > 1 + MARGIN) else "turns disagree: take more"

    def _most(self, holds: Callable[[float], bool]) -> bool:
        """Two turns say little of BASE's spread; a difference shows in most of them."""
        return sum(map(holds, self.ratios)) >= MOST * len(self.ratios)


def values_of(results: Results) -> Values:
    """Measure, server, figure: the median of one turn."""
    found = {
        (measure, server, figure): results.median(measure, server, figure)
        for measure, figures in FIGURES.items()
        for figure in figures
        for server in results.servers(measure)
    }
    return {what: value for what, value in found.items() if value is not None}


def rows_of(base: Sequence[Values], here: Sequence[Values]) -> list[Row]:
    """What every turn of both has found, and is not nothing."""
    everywhere = [what for what in base[0] if all(turn.get(what) for turn in (*base, *here))]
    return [Row(what, [turn[what] for turn in base], [turn[what] for turn in here]) for what in everywhere]


def as_text(rows: Sequence[Row]) -> str:
    head = ("measure", "figure", "BASE", "here", "ratio", "of each turn", "BASE's spread", "")
    body = [
        (
            measure if server == IRORI else f"{measure}, {server}",
            figure,
            f"{statistics.median(row.base):,.3f}",
            f"{statistics.median(row.here):,.3f}",
            f"{row.ratio:.3f}",
            f"{min(row.ratios):.3f} to {max(row.ratios):.3f}",
            f"± {100 * row.spread:.1f} %",
            row.verdict,
        )
        for row in rows
        for measure, server, figure in [row.what]
    ]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *body)
    )
