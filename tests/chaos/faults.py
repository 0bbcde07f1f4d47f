"""What happens to the servers while people talk, one after another."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.plan import Plan
from tests.chaos.world import World
from tests.servers.process import wait_until

BACK_SECONDS = 30


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[World], None]
    """Returns when what was broken is whole again."""


@dataclass(frozen=True)
class Struck:
    """A fault that happened: when, in seconds since 1970, and for how long."""

    name: str
    at: float
    seconds: float


def faults(plan: Plan) -> list[Fault]:
    return [
        Fault("a worker is killed", kill_worker),
        Fault("a worker is told to stop", stop_worker),
        Fault("Redis is killed and restarted", lambda world: lose_redis(world, plan.redis_is_away_seconds)),
        Fault("Redis hangs", lambda world: hang_redis(world, plan.redis_hangs_seconds)),
        Fault("PostgreSQL is restarted", restart_postgres),
        Fault("the link of a worker to Redis swallows", lambda world: cut_off_from_redis(world, plan.hole_seconds)),
        Fault("the link of nginx to a worker swallows", lambda world: cut_off_from_nginx(world, plan.hole_seconds)),
    ]


def kill_worker(world: World) -> None:
    end_worker(world, 1, signal.SIGKILL)


def stop_worker(world: World) -> None:
    end_worker(world, 2, signal.SIGTERM)


def end_worker(world: World, number: int, how: signal.Signals) -> None:
    """Whole again when the supervisor has brought it back."""
    supervisor, port = world.cluster.supervisor, world.cluster.worker_ports[number]
    pid = supervisor.worker_pid(port)
    assert pid is not None
    os.kill(pid, how)
    wait_until(lambda: supervisor.worker_pid(port) not in (None, pid), BACK_SECONDS, "the worker to be brought back")
    wait_until(lambda: supervisor.serves(port), BACK_SECONDS, "the worker to serve again")


def lose_redis(world: World, seconds: float) -> None:
    world.cluster.redis.kill()
    time.sleep(seconds)
    world.cluster.redis.start()


def hang_redis(world: World, seconds: float) -> None:
    world.cluster.redis.pause()
    time.sleep(seconds)
    world.cluster.redis.resume()


def restart_postgres(world: World) -> None:
    world.cluster.postgres.restart()


def cut_off_from_redis(world: World, seconds: float) -> None:
    world.redis_link.swallow()
    time.sleep(seconds)
    world.redis_link.mend()


def cut_off_from_nginx(world: World, seconds: float) -> None:
    world.nginx_link.swallow()
    time.sleep(seconds)
    world.nginx_link.mend()


def strike(fault: Fault, world: World) -> Struck:
    begin = time.time()
    fault.strike(world)
    return Struck(fault.name, begin, time.time() - begin)
