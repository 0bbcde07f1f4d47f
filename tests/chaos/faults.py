"""What happens to the servers while people talk, one after another."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.plan import Plan
from tests.chaos.world import World
from tests.servers.cluster import Cluster
from tests.servers.process import wait_until

BACK_SECONDS = 30


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[World, Plan], None]
    """Returns when what was broken is whole again."""


@dataclass(frozen=True)
class Struck:
    """A fault that happened: when, in seconds since 1970, and for how long."""

    name: str
    at: float
    seconds: float


def strike(fault: Fault, world: World, plan: Plan) -> Struck:
    begin = time.time()
    fault.strike(world, plan)
    return Struck(fault.name, begin, time.time() - begin)


def faults(plan: Plan) -> list[Fault]:
    return [fault for fault in FAULTS if not plan.only or any(word in fault.name for word in plan.only)]


def kill_worker(world: World, plan: Plan) -> None:
    end_worker(world.cluster, 1, signal.SIGKILL)


def stop_worker(world: World, plan: Plan) -> None:
    end_worker(world.cluster, 2, signal.SIGTERM)


def end_worker(cluster: Cluster, number: int, how: signal.Signals) -> None:
    """Whole again when the supervisor has brought it back."""
    supervisor, port = cluster.supervisor, cluster.worker_ports[number]
    pid = supervisor.worker_pid(port)
    assert pid is not None
    os.kill(pid, how)
    wait_until(lambda: supervisor.worker_pid(port) not in (None, pid), BACK_SECONDS, "the worker to be brought back")
    wait_until(lambda: supervisor.serves(port), BACK_SECONDS, "the worker to serve again")


def lose_redis(world: World, plan: Plan) -> None:
    world.cluster.redis.kill()
    time.sleep(plan.redis_is_away_seconds)
    world.cluster.redis.start()


def hang_redis(world: World, plan: Plan) -> None:
    world.cluster.redis.pause()
    time.sleep(plan.redis_hangs_seconds)
    world.cluster.redis.resume()


def restart_postgres(world: World, plan: Plan) -> None:
    world.cluster.postgres.stop()
    time.sleep(plan.postgres_is_away_seconds)
    world.cluster.postgres.start()


def cut_off_from_redis(world: World, plan: Plan) -> None:
    world.redis_link.swallow()
    time.sleep(plan.hole_seconds)
    world.redis_link.mend()


def cut_off_from_nginx(world: World, plan: Plan) -> None:
    world.nginx_link.swallow()
    time.sleep(plan.hole_seconds)
    world.nginx_link.mend()


FAULTS = (
    Fault("a worker is killed", kill_worker),
    Fault("a worker is told to stop", stop_worker),
    Fault("Redis is killed and restarted", lose_redis),
    Fault("Redis hangs", hang_redis),
    Fault("PostgreSQL is restarted", restart_postgres),
    Fault("the link of a worker to Redis swallows", cut_off_from_redis),
    Fault("the link of nginx to a worker swallows", cut_off_from_nginx),
)
