"""One run of the benchmarks: its servers, whose turn it is, and what was found."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from benchmarks import programs
from benchmarks.orders import Order, Processes
from benchmarks.plan import Plan
from benchmarks.results import Figures, Results
from benchmarks.servers.irori import Irori, World
from benchmarks.servers.peer import Peer, Server
from benchmarks.servers.peers import ChannelsCore, ChannelsPubSub, FastAPI, Go, NodeWs, SocketIO
from benchmarks.usage import cpu_seconds
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, ServerError

IRORI = "irori"
PEERS: dict[str, type[Peer]] = {
    peer.name: peer for peer in (ChannelsCore, ChannelsPubSub, FastAPI, NodeWs, SocketIO, Go)
}
SERVERS = (IRORI, *PEERS)
LOAD_LIMIT_SECONDS = 180
REASON_LENGTH = 500
CALM_SECONDS = 0.1
CALM_LIMIT_SECONDS = 10

Found = TypeVar("Found")


class Failed(Exception):
    """A turn that came to nothing; the reason is what the load generator said last."""


class Bench:
    def __init__(self, plan: Plan, servers: Sequence[str], results: Results) -> None:
        self.plan = plan
        self.results = results
        self.chosen = servers
        self._running = ExitStack()
        self._servers: dict[str, Server] = {}
        self._forms: dict[str, Callable[[World, str], Irori]] = {IRORI: Irori}

    def __enter__(self) -> Self:
        self.folder = Path(self._running.enter_context(tempfile.TemporaryDirectory(prefix="irori-bench-")))
        return self

    def __exit__(self, *_: object) -> None:
        # Redis and PostgreSQL go last: the servers still speak to them while they end.
        with self._running:
            self.retire(*list(self._servers))

    @cached_property
    def redis(self) -> Redis:
        return self._running.enter_context(Redis(self.room_for("redis")))

    @cached_property
    def postgres(self) -> Postgres:
        return self._running.enter_context(Postgres())

    @cached_property
    def world(self) -> World:
        return World(self.room_for("irori"), self.redis, self.postgres)

    def offer(self, name: str, make: Callable[[World, str], Irori]) -> None:
        """Irori in another form, under a name of its own."""
        self._forms[name] = make

    def retire(self, *names: str) -> None:
        for name in names:
            if name in self._servers:
                self._servers.pop(name).stop()

    def turns(self, names: Sequence[str], rounds: int) -> Iterator[Server]:
        """Every server once a round, each round in another order, so that nobody always comes after the same neighbour."""
        present = [server for name in names if (server := self.server(name))]
        for turn in range(rounds):
            shift = turn % len(present) if present else 0
            for server in present[shift:] + present[:shift]:
                self.calm()
                yield server

    def server(self, name: str) -> Server | None:
        """It, running; nothing where it is not wanted or cannot be had."""
        if name not in self._servers and self._is_wanted(name):
            server = self.fresh(name)
            try:
                server.start()
            except (ServerError, TimeoutError) as error:
                if name in self._forms:
                    raise
                self.results.skipped[name] = f"it did not start: {str(error)[-REASON_LENGTH:]}"
            else:
                self._servers[name] = server
        return self._servers.get(name)

    def fresh(self, name: str) -> Server:
        """Another one, not started."""
        if name in self._forms:
            return self._forms[name](self.world, name)
        return PEERS[name](self.room_for(name), self.redis.url)

    def _is_wanted(self, name: str) -> bool:
        if (IRORI if name in self._forms else name) not in self.chosen or name in self.results.skipped:
            return False
        if name in PEERS and (reason := programs.why_not(PEERS[name].make)):
            self.results.skipped[name] = reason
        return name not in self.results.skipped

    def processes(self, server: Server) -> Processes:
        return Processes(server.pids, [self.redis.pid], [self.postgres.pid] if "postgres" in vars(self) else [])

    def load(self, order: Order, answer: type[Found]) -> Found:
        """What the load generator found. Raises Failed."""
        command = [str(programs.PYTHON), "-m", "benchmarks.load"]
        question = msgspec.json.encode(order)
        try:
            done = subprocess.run(command, cwd=ROOT, input=question, capture_output=True, timeout=LOAD_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failed(f"no answer within {LOAD_LIMIT_SECONDS} s") from None
        if done.returncode != 0 or not done.stdout:
            told = done.stderr.decode(errors="replace").strip()[-REASON_LENGTH:]
            raise Failed(told or f"it ended with {done.returncode} and said nothing")
        return msgspec.json.decode(done.stdout, type=answer)

    def note(
        self, measures: Sequence[str], server: Server, find: Callable[[], list[Figures]], under: str | None = None
    ) -> None:
        """Record what one turn found, for each of these measures, or that it failed: that is no figure, and not a slow one either."""
        who = under or server.name
        try:
            found = find()
        except Failed as failure:
            for measure in measures:
                self.results.fail(measure, who, str(failure))
                say(f"{measure:16} {who:20} failed: {failure}")
            return
        for measure, figures in zip(measures, found, strict=True):
            self.results.add(measure, who, figures)
            say(f"{measure:16} {who:20} {' '.join(f'{name}={value:,}' for name, value in figures.items())}")

    def calm(self) -> None:
        """Wait until everybody has put away their last turn: what one still does would be taken from the next one's cores."""
        deadline = time.monotonic() + CALM_LIMIT_SECONDS
        pids = [pid for server in self._servers.values() for pid in server.pids]
        before = cpu_seconds(pids)
        while time.monotonic() < deadline:
            time.sleep(CALM_SECONDS)
            now = cpu_seconds(pids)
            if now - before <= CALM_SECONDS / 5:
                return
            before = now

    def room_for(self, name: str) -> Path:
        """An empty folder."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
