"""What a room of 10,000 takes: `python -m benchmarks.crowd.run [--quick] [--databases sqlite postgresql]`

One worker. A member writes a message a second. Meanwhile 300 people join, 20 at a time; then everybody is called; then
thirty people are removed, one a second. Of each it prints how long the call took, and until the message was at the devices.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from threading import Event
from typing import NamedTuple

import httpx
import msgspec

from benchmarks import programs
from benchmarks.crowd.people import People
from benchmarks.orders import CROWD_MARK, Heard, Listen, Socket
from benchmarks.quantiles import milliseconds
from benchmarks.search.site import DATABASES
from benchmarks.servers.irori import ENVIRONMENT
from benchmarks.usage import cpu_seconds
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT
from lab.servers.site import Site

JOINS_AT_ONCE = 20
LAST_SECONDS = 3.0


class Plan(NamedTuple):
    """`joining_seconds`: how long joining may take."""

    members: int
    online: int
    joiners: int
    removed: int
    open_seconds: float
    quiet_seconds: float
    joining_seconds: float
    called_seconds: float

    @property
    def seconds(self) -> float:
        return self.quiet_seconds + self.joining_seconds + self.called_seconds + self.removed + LAST_SECONDS


FULL = Plan(
    10_000, 3_000, joiners=300, removed=30, open_seconds=30, quiet_seconds=20, joining_seconds=20, called_seconds=10
)
QUICK = Plan(60, 20, joiners=10, removed=2, open_seconds=3, quiet_seconds=2, joining_seconds=5, called_seconds=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small room for some seconds, to see whether it works")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    options = parser.parse_args()
    plan, lost = (QUICK if options.quick else FULL), False
    programs.make_python()
    for database in options.databases:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{database}: {plan.members:,} members, {plan.online:,} of them online", flush=True)
            for line in measured(Path(folder), database, plan):
                print(f"  {line}", flush=True)
                lost |= line.startswith("LOST")
    sys.exit(1 if lost else 0)


def measured(folder: Path, database: str, plan: Plan) -> Iterator[str]:
    with crowded(folder, database, plan) as (site, people), ThreadPoolExecutor(1) as beside:
        sockets = [Socket(f"{site.ws_url}/ws/chat/", ["chat.v1", f"bearer.{token}"]) for token in people.online]
        listening = beside.submit(listen, Listen(sockets, plan.open_seconds, plan.seconds))
        time.sleep(plan.open_seconds)
        cpu, begun = cpu_seconds([site.pid]), time.monotonic()
        took, sent = acts(site, people, plan)
        used, lasted = cpu_seconds([site.pid]) - cpu, time.monotonic() - begun
        heard = listening.result()
    for what, times in took.items():
        yield f"{what:8} {len(times):6,} calls        p50 {milliseconds(times, 0.5):8} ms  p99 {milliseconds(times, 0.99):8} ms"
    for what, number in sent.items():
        found = heard.get(what) or Heard(0, 0, 0)
        yield f"{what:8} {found.deliveries:6,} deliveries   p50 {found.p50_ms:8} ms  p99 {found.p99_ms:8} ms"
        if found.deliveries != number * plan.online:
            yield f"LOST: {what} was sent {number} times to {plan.online} devices"
    yield f"joins a second: {plan.joiners / (sum(took['join']) / JOINS_AT_ONCE / 1e9):.0f}"
    yield f"CPU of the worker: {used / lasted:.2f} of a core"


@contextmanager
def crowded(folder: Path, database: str, plan: Plan) -> Iterator[tuple[Site, People]]:
    with ExitStack() as stack:
        database_url = redis_url = ""
        if database == "postgresql":
            database_url = stack.enter_context(Postgres()).create_database("crowd")
            redis_url = stack.enter_context(Redis(folder)).url
        site = Site(folder / "site", database_url=database_url, redis_url=redis_url, env=ENVIRONMENT)
        site.prepare()
        environment = {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
        numbers = map(str, (plan.members, plan.online, plan.joiners, plan.removed))
        command = [sys.executable, "-m", "benchmarks.crowd.population", *numbers]
        told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
        stack.enter_context(site)
        yield site, msgspec.json.decode(told, type=People)


def acts(site: Site, people: People, plan: Plan) -> tuple[dict[str, list[int]], dict[str, int]]:
    """How long the calls of each kind took, and how many messages were sent in each phase."""
    took: dict[str, list[int]] = {"quiet": [], "join": [], "joining": [], "here": [], "remove": [], "removing": []}
    room = f"rooms/{people.hall}"
    with (
        httpx.Client(base_url=f"{site.url}/api/", timeout=60) as http,
        ThreadPoolExecutor(JOINS_AT_ONCE + 1) as threads,
    ):

        def call(what: str, token: str, method: str, path: str, **body: object) -> None:
            begun = time.monotonic_ns()
            http.request(method, path, headers={"Authorization": f"Bearer {token}"}, json=body).raise_for_status()
            took[what].append(time.monotonic_ns() - begun)

        def say(phase: str, before: str = "") -> None:
            text = f"{before}{CROWD_MARK}{phase}-{time.monotonic_ns()} tea is ready"
            call(phase, people.owner, "POST", f"{room}/messages/", nonce=str(uuid.uuid4()), text=text)

        def write(phase: str, ended: Callable[[], bool]) -> None:
            for _ in each_second():
                if ended():
                    return
                say(phase)

        write("quiet", after(plan.quiet_seconds))
        joined = Event()
        writing = threads.submit(write, "joining", joined.is_set)
        finish(threads.submit(call, "join", token, "POST", f"{room}/join/") for token in people.joiners)
        joined.set()
        writing.result()
        say("here", "@here ")
        time.sleep(plan.called_seconds)
        writing = threads.submit(write, "removing", after(plan.removed))
        for user, _ in zip(people.removed, each_second(), strict=False):
            call("remove", people.owner, "DELETE", f"{room}/members/{user}/")
        writing.result()
    sent = {what: len(times) for what, times in took.items() if what not in ("join", "remove")}
    return took, sent


def listen(order: Listen) -> dict[str, Heard]:
    command = [str(programs.PYTHON), "-m", "benchmarks.load"]
    done = subprocess.run(command, cwd=ROOT, input=msgspec.json.encode(order), stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=dict[str, Heard])


def each_second() -> Iterator[int]:
    begun = time.monotonic()
    for number in count():
        time.sleep(max(0.0, begun + number - time.monotonic()))
        yield number


def after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def finish(calls: Iterable["Future[None]"]) -> None:
    for one in list(calls):
        one.result()


if __name__ == "__main__":
    main()
