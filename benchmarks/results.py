"""What was found: every single value, and the medians of each server."""

import json
import statistics
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


class Results:
    def __init__(self) -> None:
        self.about: dict[str, Any] = {}
        self.skipped: dict[str, str] = {}
        self._runs: dict[str, dict[str, list[Figures]]] = {}
        self._failures: dict[str, dict[str, list[str]]] = {}

    @classmethod
    def read(cls, path: Path) -> "Results":
        """What `write` wrote."""
        results = cls()
        content = json.loads(path.read_text())
        results._runs, results._failures = content.pop("runs"), content.pop("failed")
        results.skipped = content.pop("skipped")
        results.about = {name: value for name, value in content.items() if name not in HEADLINES}
        return results

    @property
    def failures(self) -> dict[str, dict[str, list[str]]]:
        """By measure and server."""
        return self._failures

    def add(self, measure: str, server: str, figures: Figures) -> None:
        self._runs.setdefault(measure, {}).setdefault(server, []).append(figures)

    def fail(self, measure: str, server: str, reason: str) -> None:
        self._failures.setdefault(measure, {}).setdefault(server, []).append(reason)

    def servers(self, measure: str) -> list[str]:
        """Those that it has figures of."""
        return list(self._runs.get(measure, {}))

    def median(self, measure: str, server: str, figure: str) -> float | None:
        """None where no run has this figure: a size has no time."""
        found = [run[figure] for run in self._runs.get(measure, {}).get(server, []) if figure in run]
        return statistics.median(found) if found else None

    def medians(self, measure: str, figure: str) -> dict[str, float]:
        """By server."""
        found = ((server, self.median(measure, server, figure)) for server in self._runs.get(measure, {}))
        return {server: round(value, 3) for server, value in found if value is not None}

    def as_json(self) -> dict[str, Any]:
        """About the run, the headline of each measure by server, then everything."""
        return {**self.about, **self.headlines(), "skipped": self.skipped, "failed": self._failures, "runs": self._runs}

    def headlines(self) -> dict[str, dict[str, float]]:
        return {
            name: values for name, (measure, figure) in HEADLINES.items() if (values := self.medians(measure, figure))
        }

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n")


# name in results.json: the measure, and the figure that stands for it
HEADLINES = {
    "fanout_4": ("fanout_4", "deliveries_per_second"),
    "fanout_32": ("fanout_32", "deliveries_per_second"),
    "fanout_4_1000": ("fanout_4_1000", "deliveries_per_second"),
    "fanout_32_1000": ("fanout_32_1000", "deliveries_per_second"),
    "p50_ms": ("latency", "p50_ms"),
    "p99_ms": ("latency", "p99_ms"),
    "sends": ("sends", "acknowledged_per_second"),
    "acknowledgement_p99_ms": ("sends_1000", "p99_ms"),
    "connects": ("connects", "connects_per_second"),
    "idle_kb": ("idle", "kb_per_socket"),
    "reads": ("reads", "read_per_second"),
    "history": ("history", "p95_ms"),
    "upload": ("uploads", "mb_per_second"),
    "download": ("downloads", "mb_per_second"),
    "photos": ("thumbnails", "photos_per_second"),
    "workers": ("workers", "server_seconds_per_million"),
    "drops": ("drops", "p95_ms"),
    "search": ("search", "p95_ms"),
    "ceiling": ("ceiling", "deliveries_per_second"),
}
