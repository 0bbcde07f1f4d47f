"""A worker ends, or is suspended."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.chaos.clients.client import Client
from lab.chaos.faults.fault import Scene
from lab.chaos.faults.people import at_once, bring_back, remove
from lab.servers.cluster import Cluster
from lab.servers.process import wait_until

# A busy machine takes long to start a program.
BACK_SECONDS = 90


def kill_worker(scene: Scene) -> None:
    end_worker(scene.world.cluster, 1, signal.SIGKILL)


def stop_worker(scene: Scene) -> None:
    end_worker(scene.world.cluster, 2, signal.SIGTERM)


def end_worker(cluster: Cluster, number: int, how: signal.Signals) -> None:
    """End a worker. Returns when the supervisor has restarted it."""
    supervisor, port = cluster.supervisor, cluster.worker_ports[number]
    pid = supervisor.worker_pid(port)
    assert pid is not None
    os.kill(pid, how)
    wait_until(lambda: supervisor.worker_pid(port) not in (None, pid), BACK_SECONDS, "the worker to be brought back")
    wait_until(lambda: supervisor.serves(port), BACK_SECONDS, "the worker to serve again")


def freeze_while_people_are_removed(scene: Scene) -> None:
    """Remove the worker's people by way of another worker while it is suspended, and then write to their rooms."""
    number = scene.chance.randrange(scene.plan.workers)
    host = scene.crowd.hosts[(number + 1) % scene.plan.workers]
    gone = [(room, device) for device in devices_at(scene, number) for room in device.guest.rooms]
    with frozen(worker_pid(scene, number)):
        begin = time.monotonic()
        scene.crowd.run(at_once(remove(host, room, device.guest.user) for room, device in gone))
        while time.monotonic() < begin + scene.plan.freeze_seconds:
            scene.crowd.run(at_once(speak(scene, host, room) for room in {room for room, _ in gone}))
            time.sleep(scene.plan.freeze_seconds / 20)
    # The worker first hands out what arrived while it was suspended.
    time.sleep(1)
    scene.crowd.run(at_once(bring_back(host, room, device.guest.user) for room, device in gone))


async def speak(scene: Scene, host: Client, room: int) -> None:
    host.write(room, next(scene.texts))


def devices_at(scene: Scene, number: int) -> list[Client]:
    """The watchers' devices at this worker."""
    before = number - 1
    return [scene.crowd.watchers[number][0], scene.crowd.watchers[before][1]]


def worker_pid(scene: Scene, number: int) -> int:
    cluster = scene.world.cluster
    pid = cluster.worker_pid(cluster.worker_ports[number])
    assert pid is not None
    return pid


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
