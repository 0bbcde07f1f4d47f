"""The servers of a run: a whole cluster with links that can drop everything, and its people."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lab.chaos.plan import Plan
from lab.chaos.world.link import Link
from lab.chaos.world.population import Population
from lab.servers.cluster import Cluster
from lab.servers.process import ROOT
from lab.servers.settings import WIDE

CLOCK = Path(__file__).parent / "clock"
# The workers with a link or a clock of their own.
WITH_REDIS_LINK, WITH_POSTGRES_LINK, WITH_CLOCK = 0, 1, 2


@dataclass(frozen=True)
class World:
    cluster: Cluster
    redis_link: Link
    """Between one worker and Redis."""
    postgres_link: Link
    """Between one worker and PostgreSQL."""
    nginx_link: Link
    """Between nginx and the last worker."""
    clock: Path
    """Holds the seconds by which one worker's clock is off, from its next start on."""

    @property
    def worker_urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.cluster.worker_ports]


@contextmanager
def world(plan: Plan, folder: Path) -> Iterator[World]:
    cluster = Cluster(folder, workers=plan.workers, env=_environment(plan))
    ports, clock = cluster.worker_ports, folder / "clock"
    links = Link(cluster.redis.port), Link(cluster.postgres.port), Link(ports[-1])
    with links[0] as redis_link, links[1] as postgres_link, links[2] as nginx_link:
        cluster.worker_env[ports[WITH_REDIS_LINK]] = {"REDIS_URL": cluster.redis.url_by_way_of(redis_link.port)}
        cluster.postgres_detours[ports[WITH_POSTGRES_LINK]] = postgres_link.port
        cluster.worker_env[ports[WITH_CLOCK]] = {"PYTHONPATH": str(CLOCK), "CLOCK_FILE": str(clock)}
        cluster.detours[ports[-1]] = nginx_link.port
        with cluster:
            yield World(cluster, redis_link, postgres_link, nginx_link, clock)


def _environment(plan: Plan) -> Mapping[str, str]:
    return {
        **WIDE,
        "LOG_LEVEL": "WARNING",
        "ACCESS_TOKEN_SECONDS": str(plan.token_seconds),
        "HEARTBEAT_SECONDS": str(plan.heartbeat_seconds),
    }


def populate(cluster: Cluster, guests: int, rooms: int, workers: int = 0) -> Population:
    command = [sys.executable, "-m", "lab.chaos.world.populate", *map(str, (guests, rooms, workers))]
    done = subprocess.run(command, cwd=ROOT, env=cluster.env, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Population)
