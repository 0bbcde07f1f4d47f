"""The sites at which an office works. Another peer is one more function here, and a driver beside it."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from benchmarks.office import channels, irori
from benchmarks.office.driver import Member, Office, Processes
from benchmarks.servers.irori import ENVIRONMENT
from benchmarks.servers.peers import ChannelsCore
from lab.programs.redis import Redis
from lab.servers.cluster import Cluster
from lab.servers.process import ROOT
from lab.servers.site import Site

WORKERS = 4
# One address has all devices of the office.
MANY = {"SOCKETS_PER_ADDRESS": "20000", "CALLS_PER_SECOND": "5000", "CALLS_IN_A_BURST": "5000"}


@contextmanager
def on_sqlite(folder: Path, people: int) -> Iterator[Office]:
    """As `make run`: one worker that does everything."""
    site = Site(folder, env=ENVIRONMENT)
    site.prepare()
    members = populate(site.env, people)
    with site:
        yield irori.Site(members, site.url, site.ws_url, Processes([site.pid], [], []))


@contextmanager
def on_postgresql(folder: Path, people: int) -> Iterator[Office]:
    """As `make cluster`: four workers behind nginx, Redis and PostgreSQL."""
    with Cluster(folder, workers=WORKERS, env={**ENVIRONMENT, **MANY}) as site:
        members = populate(site.env, people)
        found = Processes([site.nginx.pid, site.supervisor.pid], [site.redis.pid], [site.postgres.pid])
        yield irori.Site(members, site.url, site.ws_url, found)


@contextmanager
def stock_channels(folder: Path, people: int) -> Iterator[Office]:
    """The chat of Channels' tutorial, which stores nothing: each device in one room."""
    ChannelsCore.make()
    with Redis(folder) as redis, ChannelsCore(folder, redis.url) as peer:
        yield channels.Site(people, peer.port, Processes(peer.pids, [redis.pid], []))


SITES: Mapping[str, Callable[[Path, int], AbstractContextManager[Office]]] = {
    "irori_sqlite": on_sqlite,
    "irori_postgresql": on_postgresql,
    "channels": stock_channels,
}


def populate(env: Mapping[str, str], people: int) -> list[Member]:
    environment = {**env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "benchmarks.office.population", str(people)]
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(
        [sys.executable, "manage.py", "reindex", "--resume"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return msgspec.json.decode(told, type=list[Member])
