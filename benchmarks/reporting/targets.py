"""What Irori has set itself, and whether this run reached it."""

from dataclasses import dataclass

from benchmarks.reporting.markdown import shown, table, times
from benchmarks.results import Results

FANOUTS = {
    "fanout_4": "200 sockets, 4 in flight",
    "fanout_32": "200 sockets, 32 in flight",
    "fanout_4_1000": "1,000 sockets, 4 in flight",
    "fanout_32_1000": "1,000 sockets, 32 in flight",
}
AT_LEAST = {"channels_core": 50.0, "fastapi": 3.0, "go": 1.0}


@dataclass(frozen=True)
class Target:
    what: str
    wanted: str
    found: str
    reached: bool | None  # None where it was not measured

    @classmethod
    def ratio(
        cls, what: str, ours: float | None, theirs: float | None, *, least: float = 0, most: float = 0
    ) -> "Target":
        wanted = f"≥ {least:g} ×" if least else f"≤ {most:g} ×"
        if not ours or not theirs:
            return cls(what, wanted, "–", None)
        return cls(what, wanted, times(ours, theirs), ours >= least * theirs if least else ours <= most * theirs)

    @classmethod
    def number(cls, what: str, ours: float | None, unit: str, *, least: float = 0, most: float = 0) -> "Target":
        wanted = f"≥ {shown(least)}{unit}" if least else f"≤ {shown(most)}{unit}"
        if ours is None:
            return cls(what, wanted, "–", None)
        return cls(what, wanted, shown(ours, unit), ours >= least if least else ours <= most)


def targets(results: Results) -> list[Target]:
    headlines = results.headlines()

    def of(measure: str, server: str = "irori") -> float | None:
        return headlines.get(measure, {}).get(server)

    stock = ("channels_core", "channels_pubsub")
    best_connects = max((of("connects", name) or 0 for name in stock), default=None)
    least_memory = min((kb for name in stock if (kb := of("idle_kb", name))), default=None)
    newest, oldest = of("history", "newest"), of("history", "oldest")
    one, two, four = (of("workers", workers) for workers in ("1", "2", "4"))
    publishes = results.median("workers", "4", "publishes_per_message")
    slowest_page = max(newest, oldest) if newest and oldest else None
    return [
        *(
            Target.ratio(f"deliveries/s, {what}, against `{peer}`", of(measure), of(measure, peer), least=least)
            for measure, what in FANOUTS.items()
            for peer, least in AT_LEAST.items()
        ),
        Target.ratio("p99 of delivery at 100 messages/s, against `go`", of("p99_ms"), of("p99_ms", "go"), most=1.5),
        Target.number("acknowledged messages/s", of("sends"), "/s", least=5_000),
        Target.ratio("… against one transaction each", of("sends"), of("sends", "one_transaction_each"), least=8),
        Target.number("p99 of the acknowledgement at 1,000/s", of("acknowledgement_p99_ms"), " ms", most=50),
        Target.ratio("connects/s, against the better stock Channels", of("connects"), best_connects, least=1),
        Target.ratio("memory per idle socket, against the better stock Channels", of("idle_kb"), least_memory, most=1),
        Target.ratio("p95 of the oldest page, against the newest", oldest, newest, most=1.3),
        Target.number("p95 of a history page", slowest_page, " ms", most=25),
        Target.ratio("CPU per delivery, two workers against one", two, one, most=1.15),
        Target.ratio("CPU per delivery, four workers against one", four, one, most=1.45),
        Target.number("publishes in Redis per message, four workers", publishes, "", most=1),
        Target.number(
            "had after dropped networks", results.median("drops", "irori", "received_percent"), " %", least=100
        ),
        Target.number("p50 of catching up after them", results.median("drops", "irori", "p50_ms"), " ms", most=100),
        Target.number("p95 of catching up after them", of("drops"), " ms", most=1_500),
    ]


def section(results: Results) -> str:
    marks = {True: "yes", False: "**no**", None: "not measured"}
    rows = [(target.what, target.wanted, target.found, marks[target.reached]) for target in targets(results)]
    return table(["measure", "target", "found", "reached"], rows)
