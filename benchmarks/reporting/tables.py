"""The tables of RESULTS.md, one for each measure."""

from benchmarks.reporting.markdown import shown, table, times
from benchmarks.reporting.targets import FANOUTS
from benchmarks.results import Results

NAMES = {
    "irori": "**Irori**",
    "go": "Go gorilla/websocket",
    "node_ws": "Node ws",
    "socketio": "Socket.IO",
    "fastapi": "FastAPI, uvicorn",
    "channels_pubsub": "stock Channels, RedisPubSubChannelLayer",
    "channels_core": "stock Channels, RedisChannelLayer",
    "plain_files": "a plain Django view, Daphne",
    "one_transaction_each": "Irori, one transaction for each message",
}
CEILINGS = {
    "each_32": "32 in flight, one `send` for each frame and socket",
    "together_4": "4 in flight, one `send` for all frames due to a socket",
    "together_32": "32 in flight, one `send` for all frames due to a socket",
}
# figure: the head of its column
COST = {
    "server_seconds_per_million": "server CPU s per million",
    "redis_seconds_per_million": "Redis CPU s",
    "load_seconds_per_million": "load CPU s",
    "redis_commands_per_message": "Redis commands per message",
    "load_share_of_a_core": "load, of a core",
}
LATENCY = {"messages_per_second": "messages/s", "p50_ms": "p50 ms", "p99_ms": "p99 ms", "lost": "lost"}
SENDS = {
    "acknowledged_per_second": "acknowledged/s",
    "delivered_per_second": "delivered/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "server_seconds_per_thousand": "server CPU s per thousand",
    "database_seconds_per_thousand": "PostgreSQL CPU s",
    "redis_commands_per_message": "Redis commands each",
    "load_share_of_a_core": "load, of a core",
}
READS = {
    "read_per_second": "markers/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "server_seconds_per_thousand": "server CPU s per thousand",
    "database_seconds_per_thousand": "PostgreSQL CPU s",
    "load_share_of_a_core": "load, of a core",
}
CONNECTS = {
    "connects_per_second": "connects/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "server_ms_per_connect": "server CPU ms each",
    "redis_commands_per_connect": "Redis commands each",
    "load_share_of_a_core": "load, of a core",
}
HISTORY = {"p50_ms": "p50 ms", "p95_ms": "p95 ms", "messages": "messages in the room"}
ADMIN = {
    "p50_ms": "p50 ms",
    "cpu_p50_ms": "p50 of CPU ms",
    "slowest_ms": "slowest ms",
    "slowest_cpu_ms": "its CPU ms",
    "spread_percent": "spread of the turns %",
    "measured": "kinds",
    "messages": "messages of the site",
}
HERE = {
    "stored_seconds": "items stored s",
    "pushed_seconds": "last push s",
    "done_seconds": "jobs done s",
    "pushes": "pushes",
    "others_per_second": "others' messages/s",
    "p50_ratio": "their p50, × before",
    "p99_ms": "their p99 ms",
    "p99_ratio": "× before",
    "server_cpu_seconds": "server CPU s",
}
SEARCH = {
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "server_ms": "CPU ms of the worker",
    "results": "results",
    "recall": "recall of the newest 20",
    "precision": "precision",
    "index_by_text": "index, × text",
    "per_second": "a second",
    "messages": "messages of the site",
}
TRANSFERS = {"mb_per_second": "MB/s", "server_ms_per_mb": "server and nginx CPU ms per MB"}
PHOTOS = {"photos_per_second": "photos/s", "server_ms_per_photo": "CPU ms each", "photos": "photos"}
WORKERS = {
    "server_seconds_per_million": "server CPU s per million",
    "publishes_per_message": "publishes in Redis per message",
    "p99_ms": "p99 ms",
}
DROPS = {
    "received_percent": "had in the end, %",
    "live_percent": "of it as live frames, %",
    "p50_ms": "caught up, p50 ms",
    "p95_ms": "p95 ms",
    "longest_ms": "longest ms",
    "returns": "returns",
    "messages": "messages",
}
CEILING = {
    "deliveries_per_second": "deliveries/s",
    "server_seconds_per_million": "its CPU s per million",
    "load_seconds_per_million": "load CPU s per million",
}


def fanout(results: Results) -> str:
    return "\n\n".join(f"{what}, texts of 100 bytes:\n\n{fanout_of(results, name)}" for name, what in FANOUTS.items())


def fanout_of(results: Results, measure: str) -> str:
    stock = results.median(measure, "channels_core", "deliveries_per_second")
    rows = [
        [NAMES[name], shown(deliveries), times(deliveries, stock), *cells(results, measure, name, COST)]
        for name, deliveries in ranked(results, measure, "deliveries_per_second")
    ]
    return table(["server", "deliveries/s", "to stock", *COST.values()], rows)


def latency(results: Results) -> str:
    order = [name for name, _ in reversed(ranked(results, "latency", "p99_ms"))]
    rows = [[NAMES[name], *cells(results, "latency", name, LATENCY)] for name in order]
    return f"200 sockets in a room.\n\n{table(['server', *LATENCY.values()], rows)}"


def sends(results: Results) -> str:
    measured = [("sends", name, NAMES[name]) for name in ("irori", "one_transaction_each")]
    measured.append(("sends_1000", "irori", f"{NAMES['irori']}, at 1,000/s"))
    rows = [[what, *cells(results, measure, name, SENDS)] for measure, name, what in measured]
    what = "Stored in PostgreSQL, acknowledged, delivered: 200 senders in 20 rooms of 10, one worker."
    return f"{what}\n\n{table(['', *SENDS.values()], rows)}"


def connects(results: Results) -> str:
    order = [name for name, _ in ranked(results, "connects", "connects_per_second")]
    rows = [[NAMES[name], *cells(results, "connects", name, CONNECTS)] for name in order]
    what = "Irori: authenticated, with `hello` and 20 rooms. Stock Channels: unauthenticated, one group. 50 at a time."
    return f"{what}\n\n{table(['server', *CONNECTS.values()], rows)}"


def idle(results: Results) -> str:
    rows = [[NAMES[name], shown(kb)] for name, kb in reversed(ranked(results, "idle", "kb_per_socket"))]
    return f"Irori's sockets are in 20 rooms, stock Channels' in one.\n\n{table(['server', 'kB per socket'], rows)}"


def reads(results: Results) -> str:
    if not results.servers("reads"):
        return "Not measured in this run."
    what = "1,000 people in one room, who all read each message at once."
    return (
        f"{what}\n\n{table(['server', *READS.values()], [[NAMES['irori'], *cells(results, 'reads', 'irori', READS)]])}"
    )


def history(results: Results) -> str:
    rows = [[page, *cells(results, "history", page, HISTORY)] for page in ("newest", "oldest")]
    return table(["page of 50 over REST", *HISTORY.values()], rows)


def files(results: Results) -> str:
    if not results.servers("uploads"):
        return "Not measured in this run."
    rows = [
        [f"{way}, {NAMES[name]}", *cells(results, measure, name, TRANSFERS)]
        for measure, way in (("uploads", "up"), ("downloads", "down"))
        for name in ("irori", "plain_files")
    ]
    photos = table(["", *PHOTOS.values()], [[NAMES["irori"], *cells(results, "thumbnails", "irori", PHOTOS)]])
    what = (
        "64 MB in one call, through nginx, which sends the bytes. Irori asks who it is, looks at the type, hashes, and waits for the "
        "disk; the plain view does none of this."
    )
    taken = "Photos of 1,600 x 1,200 pixels, two at once: checked, written anew, with two thumbnails."
    return f"{what}\n\n{table(['', *TRANSFERS.values()], rows)}\n\n{taken}\n\n{photos}"


def workers(results: Results) -> str:
    rows = [[number, *cells(results, "workers", number, WORKERS)] for number in ("1", "2", "4")]
    what = "1,000 sockets of one room spread over the workers, 50 messages a second."
    return f"{what}\n\n{table(['workers', *WORKERS.values()], rows)}"


def drops(results: Results) -> str:
    what = (
        "20 clients, each without a network for 1 to 2 s every 2 to 5 s, 10 messages a second. Caught up: from the network's return "
        "until nothing was missing."
    )
    rows = [[NAMES["irori"], *cells(results, "drops", "irori", DROPS)]]
    return f"{what}\n\n{table(['', *DROPS.values()], rows)}"


def search(results: Results) -> str:
    queries = results.servers("search")
    if not queries:
        return "Not measured in this run."
    what = "GET /api/search/ of a person in 200 of 2,000 rooms, on one worker, idle and while messages arrive."
    return f"{what}\n\n{table(['', *SEARCH.values()], [[query, *cells(results, 'search', query, SEARCH)] for query in queries])}"


def admin(results: Results) -> str:
    kinds = results.servers("admin")
    if not kinds:
        return "Not measured in this run."
    what = (
        "Lists, searches, filters and pages of the admin, and actions on 100 rows, which are rolled back, in one process"
        " without a network."
    )
    return (
        f"{what}\n\n{table(['', *ADMIN.values()], [[kind, *cells(results, 'admin', kind, ADMIN)] for kind in kinds])}"
    )


def here(results: Results) -> str:
    databases = results.servers("here")
    if not databases:
        return "Not measured in this run."
    what = "One `@here` in a room of 10,000 with a device each, on one worker, while others write in rooms of ten."
    return (
        f"{what}\n\n{table(['', *HERE.values()], [[name, *cells(results, 'here', name, HERE)] for name in databases])}"
    )


def ceiling(results: Results) -> str:
    rows = [[what, *cells(results, "ceiling", name, CEILING)] for name, what in CEILINGS.items()]
    what = "What it counts when a server costs nothing but its system calls: 200 sockets."
    return f"{what}\n\n{table(['a server in C without Redis or chat', *CEILING.values()], rows)}"


def cells(results: Results, measure: str, server: str, figures: dict[str, str]) -> list[str]:
    return [shown(results.median(measure, server, figure)) for figure in figures]


def ranked(results: Results, measure: str, figure: str) -> list[tuple[str, float]]:
    """The largest first."""
    return sorted(results.medians(measure, figure).items(), key=lambda entry: -entry[1])
