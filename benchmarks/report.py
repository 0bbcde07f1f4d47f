"""results.json as RESULTS.md: `python -m benchmarks.report` writes it and the chart again."""

from pathlib import Path
from typing import Any

from benchmarks import chart, targets, teams
from benchmarks.markdown import shown, table, times
from benchmarks.results import Results
from tests.servers.process import ROOT

RESULTS = ROOT / "benchmarks" / "results.json"
REPORT = RESULTS.with_name("RESULTS.md")
CHART = ROOT / "docs" / "fanout.svg"

NAMES = {
    "irori": "**Irori**",
    "go": "Go gorilla/websocket",
    "node_ws": "Node ws",
    "socketio": "Socket.IO",
    "fastapi": "FastAPI, uvicorn",
    "channels_pubsub": "stock Channels, RedisPubSubChannelLayer",
    "channels_core": "stock Channels, RedisChannelLayer",
    "one_transaction_each": "Irori, one transaction for each message",
}


def write(results: Results, report: Path, picture: Path) -> None:
    report.write_text(text_of(results))
    picture.write_text(chart.drawn(results.headlines().get("fanout_4", {})))


def text_of(results: Results) -> str:
    sections = {
        "Targets": targets.section(results),
        "Deliveries a second": fanout(results),
        "Delivery latency": latency(results),
        "Sending": sends(results),
        "Connecting": connects(results),
        "Idle sockets": idle(results),
        "History": history(results),
        "Workers": workers(results),
        "The load generator": ceiling(results),
        "For a team": teams.section(results),
        "Missing": missing(results),
    }
    return f"# Benchmarks\n\n{about(results.about)}\n\n" + "\n".join(f"## {name}\n\n{text}\n" for name, text in sections.items())


def about(run: dict[str, Any]) -> str:
    machine, versions = run["machine"], run["versions"]
    pinned = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"`{run['command']}` on {run['date']}, {run['seconds']} seconds. {machine['processor']}, {machine['cores']} cores shared by servers, Redis, "
        f"PostgreSQL and the load generator, {machine['memory_gib']} GiB, {machine['system']}. Every figure is the median of its rounds, in which the "
        f"servers took turns; results.json has each value. How it is measured is in README.md.\n\n{pinned}."
    )


def fanout(results: Results) -> str:
    parts = []
    for measure, what in targets.FANOUTS.items():
        core = results.median(measure, "channels_core", "deliveries_per_second")
        rows = []
        for name, deliveries in ranked(results, measure, "deliveries_per_second"):
            cost = [results.median(measure, name, f"{part}_seconds_per_million") for part in ("server", "redis", "load")]
            commands = results.median(measure, name, "redis_commands_per_message")
            share = results.median(measure, name, "load_share_of_a_core")
            rows.append([NAMES[name], shown(deliveries), times(deliveries, core), *map(shown, [*cost, commands, share])])
        header = ["server", "deliveries/s", "to stock", "server CPU s per million", "Redis CPU s", "load CPU s", "Redis commands per message", "load's share of a core"]
        parts.append(f"{what}, texts of 100 bytes:\n\n{table(header, rows)}")
    return "\n\n".join(parts)


def latency(results: Results) -> str:
    rows = [
        [NAMES[name], *(shown(results.median("latency", name, part)) for part in ("messages_per_second", "p50_ms", "p99_ms", "lost"))]
        for name, _ in reversed(ranked(results, "latency", "p99_ms"))
    ]
    return "200 sockets in a room.\n\n" + table(["server", "messages/s", "p50 ms", "p99 ms", "lost"], rows)


def sends(results: Results) -> str:
    parts = ("acknowledged_per_second", "delivered_per_second", "p50_ms", "p99_ms", "server_seconds_per_thousand", "database_seconds_per_thousand", "redis_commands_per_message")
    measured = [("sends", name, NAMES[name]) for name in ("irori", "one_transaction_each")]
    measured.append(("sends_1000", "irori", f"{NAMES['irori']}, at 1,000/s"))
    rows = [[what, *(shown(results.median(measure, name, part)) for part in parts)] for measure, name, what in measured]
    header = ["", "acknowledged/s", "delivered/s", "p50 ms", "p99 ms", "server CPU s per thousand", "PostgreSQL CPU s", "Redis commands per message"]
    return f"Stored in PostgreSQL, acknowledged, delivered: 200 senders in 20 rooms of 10, one worker.\n\n{table(header, rows)}"


def connects(results: Results) -> str:
    parts = ("p50_ms", "p99_ms", "server_ms_per_connect", "redis_commands_per_connect", "load_share_of_a_core")
    rows = [
        [NAMES[name], shown(rate), *(shown(results.median("connects", name, part)) for part in parts)]
        for name, rate in ranked(results, "connects", "connects_per_second")
    ]
    header = ["server", "connects/s", "p50 ms", "p99 ms", "server CPU ms each", "Redis commands each", "load's share of a core"]
    return f"Irori: authenticated, with `hello` and 20 rooms. Stock Channels: unauthenticated, one group. 50 at a time.\n\n{table(header, rows)}"


def idle(results: Results) -> str:
    rows = [[NAMES[name], shown(kb)] for name, kb in reversed(ranked(results, "idle", "kb_per_socket"))]
    return f"Irori's sockets are in 20 rooms, stock Channels' in one.\n\n{table(['server', 'kB per socket'], rows)}"


def history(results: Results) -> str:
    rows = [
        [page, *(shown(results.median("history", page, part)) for part in ("p50_ms", "p95_ms", "messages"))]
        for page in ("newest", "oldest")
    ]
    return table(["page of 50 over REST", "p50 ms", "p95 ms", "messages in the room"], rows)


def workers(results: Results) -> str:
    one = results.median("workers", "1", "server_seconds_per_million")
    rows = []
    for number in ("1", "2", "4"):
        cost = results.median("workers", number, "server_seconds_per_million")
        others = [results.median("workers", number, part) for part in ("redis_commands_per_message", "p99_ms")]
        rows.append([number, shown(cost), times(cost, one), *map(shown, others)])
    header = ["workers", "server CPU s per million", "to one", "Redis commands per message", "p99 ms"]
    return f"1,000 sockets of one room spread over the workers, 50 messages a second.\n\n{table(header, rows)}"


def ceiling(results: Results) -> str:
    names = {
        "each_32": "32 in flight, one `send` for each frame and socket",
        "together_4": "4 in flight, one `send` for all frames due to a socket",
        "together_32": "32 in flight, one `send` for all frames due to a socket",
    }
    parts = ("deliveries_per_second", "server_seconds_per_million", "load_seconds_per_million")
    rows = [[what, *(shown(results.median("ceiling", name, part)) for part in parts)] for name, what in names.items()]
    header = ["a server in C without Redis or chat", "deliveries/s", "its CPU s per million", "load CPU s per million"]
    return f"What it counts when the server costs nothing but its system calls: 200 sockets.\n\n{table(header, rows)}"


def missing(results: Results) -> str:
    skipped = [f"- {name} was not measured: {reason}." for name, reason in results.skipped.items()]
    failed = [
        f"- {name} failed {len(reasons)} times at {measure}: {reasons[-1]}"
        for measure, servers in results.failures.items()
        for name, reasons in servers.items()
    ]
    return "\n".join(skipped + failed) or "Nothing: every server was there and finished every turn."


def ranked(results: Results, measure: str, figure: str) -> list[tuple[str, float]]:
    """The largest first."""
    return sorted(results.medians(measure, figure).items(), key=lambda entry: -entry[1])


if __name__ == "__main__":
    write(Results.read(RESULTS), REPORT, CHART)
