"""`make reconnect`: thousands of sockets lose their worker, come back and catch up; how long that takes, and how much
memory.

All are on one worker behind nginx. It is told to stop, closes every socket within two seconds, and its supervisor
starts it again. Somebody writes all the time, so that there is something to catch up with.
"""

import argparse
import itertools
import logging
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
import msgspec

from benchmarks import programs
from lab.chaos.deadline import end_in_time
from lab.chaos.faults.processes import end_worker
from lab.chaos.reconnect.orders import Heads, Progress, Storm
from lab.chaos.world import database
from lab.chaos.world.cluster import populate
from lab.chaos.world.population import Guest
from lab.servers.cluster import Cluster
from lab.servers.process import ROOT, ServerError
from lab.servers.settings import WIDE

SOCKETS, PEOPLE, ROOMS = 5_000, 1_000, 20
LIMIT_SECONDS = 280
# Seconds between two messages.
PAUSE_SECONDS = 0.5
ANSWER_SECONDS = 10


@dataclass(frozen=True)
class Return:
    away_seconds: float
    """From the order to stop until a new worker serves."""
    back: Progress
    in_sync: Progress
    full_megabytes: float
    """The worker's memory with all sockets in, before the stop."""
    peak_megabytes: float
    """The highest memory of the new worker."""


def reconnect(sockets: int, people: int) -> Return:
    environment = {**WIDE, "LOG_LEVEL": "WARNING", "ACCESS_TOKEN_SECONDS": "3600"}
    with (
        tempfile.TemporaryDirectory(prefix="irori-reconnect-") as folder,
        Cluster(Path(folder), workers=1, env=environment) as cluster,
    ):
        guests = populate(cluster, people, ROOMS).guests
        storm = Storm(cluster.url, [guest.access for guest in guests], sockets)
        with crowd(storm) as process:
            hear(process)
            full = megabytes(cluster, "VmRSS")
            with talking(cluster.url, guests[0]):
                begin = time.monotonic()
                end_worker(cluster, 0, signal.SIGTERM)
                away = time.monotonic() - begin
                back = hear(process)
            tell(process, Heads(database.heads(cluster.database_url)))
            in_sync = hear(process)
        return Return(away, back, in_sync, full, megabytes(cluster, "VmHWM"))


@contextmanager
def crowd(storm: Storm) -> Iterator[subprocess.Popen[str]]:
    command = [str(programs.PYTHON), "-m", "lab.chaos.reconnect.storm"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            tell(process, storm)
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[str], order: Storm | Heads) -> None:
    stream: IO[str] | None = process.stdin
    assert stream is not None
    stream.write(msgspec.json.encode(order).decode() + "\n")
    stream.flush()


def hear(process: subprocess.Popen[str]) -> Progress:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise ServerError("the crowd of sockets gave up; it said why above")
    return msgspec.json.decode(line, type=Progress)


@contextmanager
def talking(url: str, guest: Guest) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=talk, args=(url, guest, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def talk(url: str, guest: Guest, over: threading.Event) -> None:
    """Write one message after the other, each until it is stored."""
    headers = {"Authorization": f"Bearer {guest.access}"}
    with httpx.Client(base_url=url, headers=headers, timeout=ANSWER_SECONDS) as http:
        for number in itertools.count(1):
            path = f"/api/rooms/{random.choice(guest.rooms)}/messages/"
            letter = {"nonce": str(uuid.uuid4()), "text": f"Is everybody back? {number}"}
            while not is_stored(http, path, letter) and not over.is_set():
                over.wait(PAUSE_SECONDS)
            if over.wait(PAUSE_SECONDS):
                return


def is_stored(http: httpx.Client, path: str, letter: dict[str, str]) -> bool:
    try:
        return http.post(path, json=letter).is_success
    except httpx.TransportError:
        return False


def megabytes(cluster: Cluster, field: str) -> float:
    """A field of /proc/PID/status of the only worker, in MB."""
    pid = cluster.worker_pid(cluster.worker_ports[0])
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split(f"{field}:")[1].split()[0]) / 1024


def as_text(found: Return) -> str:
    rows = [
        ("sockets", f"{found.back.returned:,}"),
        ("no worker", f"for {found.away_seconds:.1f} s"),
        ("all back", f"{found.back.seconds:.1f} s after the first lost theirs"),
        ("all in sync", f"after {found.in_sync.seconds:.1f} s"),
        ("had to catch up", f"{found.in_sync.synced:,}"),
        ("the worker's memory", f"{found.full_megabytes:.0f} MB with everybody in"),
        ("its successor's", f"{found.peak_megabytes:.0f} MB at most"),
    ]
    return "\n".join(f"{name:>20}  {value}" for name, value in rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m lab.chaos.reconnect.run", description=__doc__)
    parser.add_argument("--sockets", type=int, default=SOCKETS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    end_in_time(LIMIT_SECONDS)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        programs.make_python()
        print(as_text(reconnect(options.sockets, options.people)))
    except (FileNotFoundError, ServerError, programs.CannotMake) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
