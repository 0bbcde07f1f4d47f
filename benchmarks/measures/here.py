"""One `@here` in a room of 10,000 whose devices take pushes, while others write 500 messages a second, on either database. By another
program: the push service."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import httpx
import msgspec

from benchmarks.bench import IRORI, Bench, Failed, say
from benchmarks.here.devices import Came, Devices, Wanted, devices
from benchmarks.here.population import Population, Watched
from benchmarks.orders import Socket, Steadily, Steady
from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.search.site import DATABASES
from benchmarks.servers.irori import ENVIRONMENT
from benchmarks.usage import cpu_seconds
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, ServerError
from lab.servers.site import Site

# Until sockets are open and the first messages are through.
WARM_UP_SECONDS = 5.0
LEEWAY_SECONDS = 10.0


class Place(msgspec.Struct):
    """A site with its people and their devices. `processes`: by what they are."""

    site: Site
    people: Population
    devices: Devices
    processes: dict[str, int]


def measure(bench: Bench) -> None:
    for database in DATABASES if IRORI in bench.chosen else ():
        try:
            found = _measure(bench, database, bench.room_for(f"here-{database}"))
        except (Failed, ServerError, subprocess.SubprocessError) as error:
            bench.results.fail("here", database, str(error))
            say(f"here on {database} failed: {error}")
            continue
        bench.results.add("here", database, found)
        say(f"here on {database}: {' '.join(f'{name}={value:,}' for name, value in found.items())}")


def _measure(bench: Bench, database: str, folder: Path) -> Figures:
    plan = bench.plan
    before, after = plan.here_seconds
    with _place(folder, database, plan.here_members) as place, ThreadPoolExecutor(1) as beside:
        sockets = [Socket(f"{place.site.ws_url}/ws/chat/", ["chat.v1", f"bearer.{token}"]) for token in place.people.writers]
        order = Steady(sockets, plan.here_rate, WARM_UP_SECONDS + before + after)
        steady = beside.submit(bench.load, order, Steadily)
        time.sleep(WARM_UP_SECONDS)
        quiet = _cpu(place)
        time.sleep(before)
        quiet = {what: round(seconds / before, 2) for what, seconds in _since(place, quiet).items()}
        with _watching(place.site, plan.here_members, after) as watching:
            began, used = time.monotonic(), _cpu(place)
            _call(place)
            watched = watching.seen()
            used = _since(place, used)
        came = place.devices.came()
        _expect(place, came, watched)
        sent = steady.result()
    return {
        "stored_seconds": round(watched.stored - began, 2),
        "pushed_seconds": round(came.last - began, 2),
        "done_seconds": round(watched.done - began, 2),
        "pushes": sum(came.asked),
        **_latencies(sent, began, came.last),
        **{f"{what}_cpu_seconds": round(seconds, 1) for what, seconds in used.items()},
        **{f"{what}_cores_before": cores for what, cores in quiet.items()},
    }


@contextmanager
def _place(folder: Path, database: str, members: int) -> Iterator[Place]:
    with ExitStack() as stack:
        service = stack.enter_context(devices(folder / "devices"))
        processes, urls = {"devices": service.pid}, dict[str, str]()
        if database == "postgresql":
            postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis(folder))
            processes |= {"database": postgres.pid, "redis": redis.pid}
            urls = {"database_url": postgres.create_database("here"), "redis_url": redis.url}
        site = Site(folder / "site", env={**ENVIRONMENT, **service.settings}, **urls)
        site.prepare()
        key = msgspec.json.decode(_inside(site, b"", "key"), type=str)
        subscriptions = service.subscribe(Wanted(key, members))
        told = _inside(site, msgspec.json.encode(subscriptions), "populate", str(members))
        stack.enter_context(site)
        processes["server"] = site.pid
        yield Place(site, msgspec.json.decode(told, type=Population), service, processes)


def _call(place: Place) -> None:
    form = {"nonce": str(uuid.uuid4()), "text": "@here tea is ready"}
    headers = {"Authorization": f"Bearer {place.people.caller}"}
    answer = httpx.post(f"{place.site.url}/api/rooms/{place.people.hall}/messages/", json=form, headers=headers, timeout=30)
    if not answer.is_success:
        raise Failed(f"{answer.status_code} {answer.text}")


def _expect(place: Place, came: Came, watched: Watched) -> None:
    """Everybody who was there lately was told, and each of them once: a figure of anything else is none."""
    if wrong := [f"{sum(came.asked)} pushes to {place.people.awake} people", *came.complaints, f"{watched.dead} dead jobs"]:
        is_right = sum(map(bool, came.asked)) == place.people.awake == sum(came.asked)
        if not is_right or came.complaints or watched.dead:
            raise Failed(", ".join(wrong[:5]))


def _latencies(sent: Steadily, began: float, ended: float) -> Figures:
    """Of what others sent before the call, and until all pushes were out."""
    first = min(sent.sent) + WARM_UP_SECONDS * 1e9
    pairs = list(zip(sent.sent, sent.took, strict=True))
    without = [took for at, took in pairs if first <= at < began * 1e9]
    beside = [took for at, took in pairs if began * 1e9 <= at < ended * 1e9]
    figures: Figures = {}
    for name, part in (("p50", 0.5), ("p99", 0.99)):
        figures[f"{name}_ms_before"], figures[f"{name}_ms"] = milliseconds(without, part), milliseconds(beside, part)
        figures[f"{name}_ratio"] = round(figures[f"{name}_ms"] / figures[f"{name}_ms_before"], 2)
    return {**figures, "others_per_second": round(len(beside) / (ended - began), 1)}


def _cpu(place: Place) -> dict[str, float]:
    return {what: cpu_seconds([pid]) for what, pid in place.processes.items()}


def _since(place: Place, before: dict[str, float]) -> dict[str, float]:
    return {what: seconds - before[what] for what, seconds in _cpu(place).items()}


class _Watching:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._line()

    def seen(self) -> Watched:
        return msgspec.json.decode(self._line(), type=Watched)

    def _line(self) -> bytes:
        assert self._process.stdout and self._process.stderr
        if not (line := self._process.stdout.readline()):
            raise Failed(self._process.stderr.read().decode().strip().splitlines()[-1])
        return line


@contextmanager
def _watching(site: Site, members: int, seconds: float) -> Iterator[_Watching]:
    """A program in the site's environment, which looks at its tables."""
    command = _command("watch", str(members), str(seconds))
    with subprocess.Popen(
        command, cwd=ROOT, env=_environment(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield _Watching(process)


def _inside(site: Site, given: bytes, *arguments: str) -> bytes:
    done = subprocess.run(_command(*arguments), cwd=ROOT, env=_environment(site), input=given, capture_output=True)
    if done.returncode:
        raise ServerError(done.stderr.decode()[-1000:])
    return done.stdout


def _command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "benchmarks.here.inside", *arguments]


def _environment(site: Site) -> dict[str, str]:
    return {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
