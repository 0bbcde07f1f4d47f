"""One `@here` in a room of 10,000 whose devices take pushes, while others write 500 messages a second, on either database."""

import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from benchmarks.bench import IRORI, Bench, Failed, say
from benchmarks.here.devices import Came
from benchmarks.here.population import TooLate, Watched
from benchmarks.here.site import Place, place_of, watching
from benchmarks.orders import Socket, Steadily, Steady
from benchmarks.quantiles import milliseconds
from benchmarks.results import Figures
from benchmarks.search.site import DATABASES
from lab.servers.process import ServerError

# Until sockets are open and the first messages are through.
WARM_UP_SECONDS = 5.0


def measure(bench: Bench) -> None:
    for database in DATABASES if IRORI in bench.chosen else ():
        try:
            found = _measure(bench, database, bench.room_for(f"here-{database}"))
        except (Failed, TooLate, ServerError, subprocess.SubprocessError) as error:
            bench.results.fail("here", database, str(error))
            say(f"here on {database} failed: {error}")
            continue
        bench.results.add("here", database, found)
        say(f"here on {database}: {' '.join(f'{name}={value:,}' for name, value in found.items())}")


def _measure(bench: Bench, database: str, folder: Path) -> Figures:
    members, (before, after) = bench.plan.here_members, bench.plan.here_seconds
    with place_of(folder, database, members) as place, ThreadPoolExecutor(1) as beside:
        url = f"{place.site.ws_url}/ws/chat/"
        sockets = [Socket(url, ["chat.v1", f"bearer.{token}"]) for token in place.people.writers]
        order = Steady(sockets, bench.plan.here_rate, WARM_UP_SECONDS + before + after)
        writing = beside.submit(bench.load, order, Steadily)
        time.sleep(WARM_UP_SECONDS)
        idle = place.cpu()
        time.sleep(before)
        cores = {f"{what}_cores_before": round(used / before, 2) for what, used in place.cpu_since(idle).items()}
        with watching(place.site, members, after) as watch:
            began, idle = time.monotonic(), place.cpu()
            _call(place)
            try:
                seen = watch.seen()
            except TooLate as late:
                raise Failed(f"{late}, {sum(place.devices.came().asked)} pushes are out") from None
            used = {f"{what}_cpu_seconds": round(used, 1) for what, used in place.cpu_since(idle).items()}
        came = place.devices.came()
        expect_each_once(came, place.people.awake, seen)
        written = writing.result()
    return {
        "stored_seconds": round(seen.stored - began, 2),
        "pushed_seconds": round(came.last - began, 2),
        "done_seconds": round(seen.done - began, 2),
        "pushes": sum(came.asked),
        **latencies(written, began, came.last),
        **used,
        **cores,
    }


def _call(place: Place) -> None:
    call = f"{place.site.url}/api/rooms/{place.people.hall}/messages/"
    form = {"nonce": str(uuid.uuid4()), "text": "@here tea is ready"}
    answer = httpx.post(call, json=form, headers={"Authorization": f"Bearer {place.people.caller}"}, timeout=30)
    if not answer.is_success:
        raise Failed(f"the call was refused: {answer.status_code}")
    if not answer.json()["mentions_here"]:
        raise Failed("the caller may not call everybody")


def expect_each_once(came: Came, awake: int, seen: Watched) -> None:
    """Raises Failed where somebody was not told, or told twice, or woken: that has no figure."""
    told = sum(asked > 0 for asked in came.asked)
    if came.complaints or seen.dead or not told == sum(came.asked) == awake:
        complaints = ", ".join(came.complaints[:3]) or "no complaints"
        pushes = f"{sum(came.asked)} pushes to {told} devices of {awake} people"
        raise Failed(f"{pushes}, {seen.dead} jobs given up, {complaints}")


def latencies(written: Steadily, began: float, ended: float) -> Figures:
    """Of what others sent before the call, and from then until all pushes were out."""
    first, call, end = min(written.sent) + WARM_UP_SECONDS * 1e9, began * 1e9, ended * 1e9
    messages = list(zip(written.sent, written.took, strict=True))
    without = [took for sent, took in messages if first <= sent < call]
    beside = [took for sent, took in messages if call <= sent < end]
    figures: Figures = {"others_per_second": round(len(beside) / (ended - began), 1)}
    for name, part in (("p50", 0.5), ("p99", 0.99)):
        alone, now = milliseconds(without, part), milliseconds(beside, part)
        figures |= {f"{name}_ms_before": alone, f"{name}_ms": now, f"{name}_ratio": round(now / alone, 2)}
    return figures
