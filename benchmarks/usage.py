"""What processes cost, read from /proc."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import redis

from benchmarks.orders import Processes, Usage
from lab.servers.process import family

TICK = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and their descendants, also of those that have ended."""
    return sum(_ticks(pid) for root in roots for pid in family(root)) * TICK


def resident_kb(roots: Iterable[int]) -> int:
    return sum(_resident_kb(pid) for root in roots for pid in family(root))


class Meter:
    """Reads everything at the beginning and the end of a window."""

    def __init__(self, processes: Processes, redis_url: str | None = None) -> None:
        self._processes = processes
        self._redis = redis.Redis.from_url(redis_url) if redis_url else None
        self._before = self._read()

    def usage(self) -> Usage:
        seconds, server, redis_cpu, database, load, commands, publishes = (
            after - before for after, before in zip(self._read(), self._before, strict=True)
        )
        # Two of them are our own questions.
        return Usage(seconds, server, redis_cpu, database, load, max(0, int(commands) - 2), int(publishes))

    def _read(self) -> tuple[float, ...]:
        stats: Any = self._redis.info("stats") if self._redis else {}
        commands: Any = self._redis.info("commandstats") if self._redis else {}
        groups = (self._processes.server, self._processes.redis, self._processes.database)
        return (
            time.monotonic(),
            *(cpu_seconds(group) for group in groups),
            time.process_time(),
            stats.get("total_commands_processed", 0),
            commands.get("cmdstat_publish", {}).get("calls", 0),
        )


def _ticks(pid: int) -> int:
    try:
        # The name in parentheses may hold spaces: count from behind it. utime, stime, cutime, cstime are fields 14 to 17.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(field) for field in fields[11:15])


def _resident_kb(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
