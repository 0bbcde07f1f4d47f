"""The site in which everybody is called, its devices, and what is done in its environment."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.here.devices import Devices, Wanted, devices
from benchmarks.here.population import Population, TooLate, Watched
from benchmarks.servers.irori import ENVIRONMENT
from benchmarks.usage import cpu_seconds
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, ServerError
from lab.servers.site import Site

MOST_TOLD = 1_000  # characters


@dataclass(frozen=True)
class Place:
    """`processes`: by what they are."""

    site: Site
    people: Population
    devices: Devices
    processes: dict[str, int]

    def cpu(self) -> dict[str, float]:
        return {what: cpu_seconds([pid]) for what, pid in self.processes.items()}

    def cpu_since(self, before: dict[str, float]) -> dict[str, float]:
        return {what: seconds - before[what] for what, seconds in self.cpu().items()}


@contextmanager
def place_of(folder: Path, database: str, members: int) -> Iterator[Place]:
    """A site with one worker, whose jobs run in it: on PostgreSQL and Redis, or on SQLite alone."""
    with ExitStack() as stack:
        service = stack.enter_context(devices(folder / "devices"))
        processes, database_url, redis_url = {"devices": service.pid}, "", ""
        if database == "postgresql":
            postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis(folder))
            processes |= {"database": postgres.pid, "redis": redis.pid}
            database_url, redis_url = postgres.create_database("here"), redis.url
        environment = {**ENVIRONMENT, **service.settings}
        site = Site(folder / "site", database_url=database_url, redis_url=redis_url, env=environment)
        site.prepare()
        key = msgspec.json.decode(_inside(site, b"", "key"), type=str)
        subscriptions = service.subscribe(Wanted(key, members))
        told = _inside(site, msgspec.json.encode(subscriptions), "populate", str(members))
        stack.enter_context(site)
        processes["server"] = site.pid
        yield Place(site, msgspec.json.decode(told, type=Population), service, processes)


class Watching:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._line()

    def seen(self) -> Watched:
        """Waits for it. Raises TooLate."""
        return msgspec.json.decode(self._line(), type=Watched)

    def _line(self) -> bytes:
        told, failed = self._process.stdout, self._process.stderr
        assert told is not None
        assert failed is not None
        if not (line := told.readline()):
            raise TooLate(failed.read().decode()[-MOST_TOLD:].strip().rpartition("\n")[2])
        return line


@contextmanager
def watching(site: Site, members: int, seconds: float) -> Iterator[Watching]:
    """A program that looks at the tables of the site."""
    command, pipe = _command("watch", str(members), str(seconds)), subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=_environment(site), stdout=pipe, stderr=pipe) as process:
        yield Watching(process)


def _inside(site: Site, given: bytes, *arguments: str) -> bytes:
    done = subprocess.run(_command(*arguments), cwd=ROOT, env=_environment(site), input=given, capture_output=True)
    if done.returncode:
        raise ServerError(done.stderr.decode()[-MOST_TOLD:].strip())
    return done.stdout


def _command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "benchmarks.here.inside", *arguments]


def _environment(site: Site) -> dict[str, str]:
    return {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
