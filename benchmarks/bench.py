"""One run of the benchmarks: its servers, whose turn it is, and what was found."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from benchmarks import programs
from benchmarks.orders import Order, Processes
from benchmarks.plan import Plan
from benchmarks.results import Results
from benchmarks.servers.irori import Irori, World
from benchmarks.servers.peer import Peer, Server
from benchmarks.servers.peers import ChannelsCore, ChannelsPubSub, FastAPI, Go, NodeWs, SocketIO
from benchmarks.usage import cpu_seconds
from tests.servers.postgres import Postgres
from tests.servers.process import ROOT
from tests.servers.redis import Redis

# Peers, and what has to be made for them.
PEERS: dict[type[Peer], Callable[[], None]] = {
    ChannelsCore: programs.make_python,
    ChannelsPubSub: programs.make_python,
    FastAPI: programs.make_python,
    NodeWs: programs.make_node,
    SocketIO: programs.make_node,
    Go: programs.make_go,
}
IRORI = "irori"
SERVERS = (IRORI, *(peer.name for peer in PEERS))
LOAD_LIMIT_SECONDS = 150
CALM_SECONDS = 0.1
CALM_LIMIT_SECONDS = 10

Found = TypeVar("Found")


class Failed(Exception):
    """A turn that came to nothing; the reason is what the load generator said last."""


class Bench:
    def __init__(self, plan: Plan, servers: Sequence[str], results: Results) -> None:
        self.plan = plan
        self.results = results
        self._chosen = servers
        self._running = ExitStack()
        self._servers: dict[str, Server] = {}

    def __enter__(self) -> Self:
        self.folder = Path(self._running.enter_context(tempfile.TemporaryDirectory(prefix="irori-bench-")))
        self._running.callback(self._stop_servers)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    @cached_property
    def redis(self) -> Redis:
        return self._running.enter_context(Redis(self._folder("redis")))

    @cached_property
    def postgres(self) -> Postgres:
        return self._running.enter_context(Postgres())

    @cached_property
    def world(self) -> World:
        return World(self._folder("irori"), self.redis, self.postgres)

    def turns(self, names: Sequence[str], rounds: int | None = None) -> Iterator[Server]:
        """Every server once a round, each round in another order, so that nobody always comes after the same neighbour."""
        present = [server for name in names if name in self._chosen and (server := self.server(name))]
        for turn in range(rounds or self.plan.rounds):
            shift = turn % len(present) if present else 0
            for server in present[shift:] + present[:shift]:
                self.calm(server)
                yield server

    def server(self, name: str) -> Server | None:
        """It, running; nothing where it cannot be had."""
        if name not in self._servers and name not in self.results.skipped:
            server = self.fresh(name)
            if server is not None:
                server.start()
                self._servers[name] = server
        return self._servers.get(name)

    def fresh(self, name: str) -> Server | None:
        """Another one, not started."""
        if name == IRORI:
            return Irori(self.world)
        peer = next(peer for peer in PEERS if peer.name == name)
        if reason := programs.why_not(PEERS[peer]):
            self.results.skipped[name] = reason
            return None
        return peer(self._folder(name), self.redis.url)

    def processes(self, server: Server) -> Processes:
        return Processes(server.pids, [self.redis.pid], [self.postgres.pid] if "postgres" in vars(self) else [])

    def load(self, order: Order, answer: type[Found]) -> Found:
        """What the load generator found. Raises Failed."""
        command = [programs.PYTHON, "-m", "benchmarks.load"]
        done = subprocess.run(
            command, cwd=ROOT, input=msgspec.json.encode(order), capture_output=True, timeout=LOAD_LIMIT_SECONDS
        )
        if done.returncode != 0:
            raise Failed(done.stderr.decode(errors="replace").strip()[-2000:])
        return msgspec.json.decode(done.stdout, type=answer)

    def note(self, measure: str, server: str, find: Callable[[], dict[str, Any]]) -> None:
        """Record what one turn found, or that it failed: a server that fails is reported as failing, not as slow."""
        print(f"  {measure} {server}", end=" ", file=sys.stderr, flush=True)
        try:
            figures = find()
        except Failed as failure:
            self.results.fail(measure, server, str(failure))
            print(f"failed: {failure}", file=sys.stderr)
        else:
            self.results.add(measure, server, figures)
            print(json.dumps(figures), file=sys.stderr)

    def calm(self, server: Server) -> None:
        """Wait until it has put away the last turn."""
        deadline = time.monotonic() + CALM_LIMIT_SECONDS
        before = cpu_seconds(server.pids)
        while time.monotonic() < deadline:
            time.sleep(CALM_SECONDS)
            now = cpu_seconds(server.pids)
            if now - before <= CALM_SECONDS / 5:
                return
            before = now

    def _folder(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))

    def _stop_servers(self) -> None:
        for server in self._servers.values():
            server.stop()
