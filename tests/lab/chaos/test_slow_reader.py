"""Somebody connects and never reads again: the worker does not pay for it, and neither do the others."""

import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab.clients.person import Json, Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site

pytestmark = pytest.mark.timed

LARGE = 10_000 * "🔥"  # 40 KB on the wire: together more than the kernel buffers, and a megabyte
MESSAGES = 150
TURNS = 2
# Medians of the same run on the same machine, one turn with and one without, in alternation.
MOST_SLOWER = 1.5
MOST_MEGABYTES = 10


@pytest.fixture
def people(site_without_jobs: Site, newcomer: Newcomer) -> tuple[Person, Person, Person]:
    return newcomer(site_without_jobs), newcomer(site_without_jobs), newcomer(site_without_jobs)


@pytest.fixture
def room(people: tuple[Person, Person, Person]) -> Json:
    speaker, *others = people
    return speaker.create_room("Fireside", *others)


def test_it_costs_no_memory_and_nobody_any_time(
    site_without_jobs: Site, people: tuple[Person, Person, Person], room: Json
) -> None:
    speaker, listener, stuck = people
    alone: list[float] = []
    beside: list[float] = []
    with Chatter(speaker) as mouth, Chatter(listener) as ear:
        delays(mouth, ear, room)  # whatever a first use costs is paid before anything is measured
        before = resident_megabytes(site_without_jobs.pid)
        for _ in range(TURNS):
            alone += delays(mouth, ear, room)
            with never_reading(stuck):
                beside += delays(mouth, ear, room)
        grown = resident_megabytes(site_without_jobs.pid) - before
    slower = statistics.median(beside) / statistics.median(alone)
    print(f"median delay beside a reader that is stuck: {slower:.2f} times that without; memory: {grown:+.1f} MB")
    assert grown < MOST_MEGABYTES
    assert slower < MOST_SLOWER


def delays(mouth: Chatter, ear: Chatter, room: Json) -> list[float]:
    """Of each message, from saying it to hearing it, in seconds."""
    found = []
    for _ in range(MESSAGES):
        begin = time.perf_counter()
        mouth.say(room, LARGE)
        ear.wait_for("message")
        found.append(time.perf_counter() - begin)
        mouth.heard()
    return found


@contextmanager
def never_reading(person: Person) -> Iterator[None]:
    """A socket whose owner reads nothing until the server has given up on it."""
    buffers = socket.socket()
    buffers.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    buffers.connect(("127.0.0.1", person.site.port))
    with Chatter(person, sock=buffers, max_queue=1) as stuck:
        yield
        assert stuck.wait_closed() == (4408, "too_slow")


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
