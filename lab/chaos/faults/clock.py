"""A wrong clock."""

import signal
import time

from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.faults.fault import Scene
from lab.chaos.faults.processes import end_worker
from lab.chaos.world.cluster import WITH_CLOCK

BEHIND_SECONDS = 40


def set_a_clock_back(scene: Scene) -> None:
    """Set one worker's clock back, while one client writes by way of it and another one by way of another worker."""
    world = scene.world
    world.clock.write_text(str(-BEHIND_SECONDS))
    end_worker(world.cluster, WITH_CLOCK, signal.SIGTERM)
    hosts = [scene.crowd.hosts[WITH_CLOCK], scene.crowd.hosts[WITH_CLOCK - 1]]
    end = time.monotonic() + scene.plan.hole_seconds
    while time.monotonic() < end:
        for host in hosts:
            scene.crowd.run(say(scene, host, scene.crowd.population.open_rooms[0]))
        time.sleep(0.1)
    world.clock.unlink()
    end_worker(world.cluster, WITH_CLOCK, signal.SIGTERM)


async def say(scene: Scene, host: Client, room: int) -> None:
    try:
        await host.say(room, next(scene.texts))
    except LOST as lost:
        host.connection.trouble("clock", lost)
