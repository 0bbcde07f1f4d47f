"""What is killed: a whole cluster, with links in it that can be black-holed, and everybody who lives there."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.chaos.link import Link
from tests.chaos.plan import Plan
from tests.chaos.population import Population
from tests.servers.cluster import Cluster
from tests.servers.process import ROOT
from tests.servers.settings import WIDE


@dataclass(frozen=True)
class World:
    cluster: Cluster
    redis_link: Link
    """Between the first worker and Redis."""
    nginx_link: Link
    """Between nginx and the last worker."""


@contextmanager
def world(plan: Plan, folder: Path) -> Iterator[World]:
    environment = {
        **WIDE,
        "LOG_LEVEL": "WARNING",
        "ACCESS_TOKEN_SECONDS": str(plan.token_seconds),
        "HEARTBEAT_SECONDS": str(plan.heartbeat_seconds),
    }
    cluster = Cluster(folder, workers=plan.workers, env=environment)
    first, last = cluster.worker_ports[0], cluster.worker_ports[-1]
    with Link(cluster.redis.port) as redis_link, Link(last) as nginx_link:
        cluster.worker_env[first] = {"REDIS_URL": cluster.redis.url_by_way_of(redis_link.port)}
        cluster.detours[last] = nginx_link.port
        with cluster:
            yield World(cluster, redis_link, nginx_link)


def populate(cluster: Cluster, guests: int, rooms: int) -> Population:
    command = [sys.executable, "-m", "tests.chaos.populate", str(guests), str(rooms)]
    done = subprocess.run(command, cwd=ROOT, env=cluster.env, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Population)
