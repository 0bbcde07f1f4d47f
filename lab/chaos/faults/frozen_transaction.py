"""Suspend a worker between two statements of a transaction that locks a room."""

import os
import signal
import time
from pathlib import Path

from lab.chaos.checks.anomalies import Violation
from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.faults.fault import Scene, Skipped
from lab.chaos.faults.probes import probe, usual_seconds
from lab.chaos.faults.processes import worker_pid
from lab.chaos.world import database
from lab.chaos.world.cluster import WITH_POSTGRES_LINK

FREE = "SELECT id FROM chat_room FOR UPDATE SKIP LOCKED"
IDLE = "SELECT client_port FROM pg_stat_activity WHERE state LIKE 'idle in transaction%%' AND client_port = ANY(%s)"
HUNT_SECONDS = 20
# Seconds after which a statement that was under way at the stop has ended.
STATEMENT_SECONDS = 0.02


def freeze_in_a_transaction(scene: Scene) -> list[Violation]:
    """Check that the other workers go on: they acknowledge messages to rooms that are not locked in time."""
    number = scene.chance.choice([n for n in range(scene.plan.workers) if n != WITH_POSTGRES_LINK])
    others = [n for n in range(scene.plan.workers) if n != number]
    room = scene.chance.choice(scene.crowd.population.open_rooms)
    usual = scene.crowd.run(usual_seconds(scene, others, scene.crowd.population.open_rooms))
    writing = scene.crowd.begin(write_on(scene, scene.crowd.hosts[number], room))
    pid = worker_pid(scene, number)
    try:
        free = hunt(scene, pid)
        return scene.crowd.run(probe(scene, others, free, scene.plan.freeze_seconds, usual))
    finally:
        os.kill(pid, signal.SIGCONT)
        writing.cancel()


async def write_on(scene: Scene, host: Client, room: int) -> None:
    """Write without a pause, so that the worker is always in a transaction or about to begin one."""
    while True:
        try:
            await host.say(room, next(scene.texts))
        except LOST:
            return


def hunt(scene: Scene, pid: int) -> list[int]:
    """Suspend the worker again and again until it is inside a transaction that locks a room. Returns the rooms that
    are not locked. The worker stays suspended."""
    end = time.monotonic() + HUNT_SECONDS
    cluster = scene.world.cluster
    rooms = {*scene.crowd.population.open_rooms, *scene.crowd.population.closed_rooms}
    with database.connect(cluster.database_url) as connection:
        while time.monotonic() < end:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(STATEMENT_SECONDS)
            ports = ports_of(pid, cluster.postgres.port)
            if connection.execute(IDLE, [ports]).fetchall():
                free = rooms & {int(str(row[0])) for row in connection.execute(FREE)}
                time.sleep(STATEMENT_SECONDS)
                free |= rooms & {int(str(row[0])) for row in connection.execute(FREE)}
                if free and free != rooms:
                    return sorted(free)
            os.kill(pid, signal.SIGCONT)
            time.sleep(scene.chance.uniform(0.005, 0.03))
    raise Skipped("the worker never stood in a transaction that held a lock")


def ports_of(pid: int, remote: int) -> list[int]:
    """The local ports of a process' connections to this port."""
    inodes = {link for fd in Path(f"/proc/{pid}/fd").iterdir() if (link := _link(fd)).startswith("socket:")}
    found = []
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, far, *_, inode = line.split()[:10]
        if int(far.split(":")[1], 16) == remote and f"socket:[{inode}]" in inodes:
            found.append(int(local.split(":")[1], 16))
    return found


def _link(fd: Path) -> str:
    try:
        return os.readlink(fd)
    except FileNotFoundError:
        return ""
