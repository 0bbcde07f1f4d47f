"""One run: people talk while servers die, everything settles, and what came of it is checked."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import database
from tests.chaos.checker import Findings, check
from tests.chaos.crowd import Crowd
from tests.chaos.faults import Struck, faults, strike
from tests.chaos.plan import Plan
from tests.chaos.world import World, populate, world
from tests.servers.process import ServerError, wait_until

ARRIVAL_SECONDS = 60

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    plan: Plan
    findings: Findings
    faults: list[Struck]
    settled_seconds: float | None
    """After which everybody had everything; None where somebody never had."""
    troubles: Counter[str]
    """What clients met with and tried again."""
    tracebacks: int
    """In the workers' logs, where an expected fault should leave none."""


def run(plan: Plan, say: Say) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="irori-chaos-") as folder, world(plan, Path(folder)) as place:
        say(
            f"{plan.clients} clients in {plan.rooms} rooms through nginx and {plan.workers} workers at {place.cluster.url}"
        )
        with Crowd(plan, populate(place.cluster, plan.clients, plan.rooms), place.cluster.url) as crowd:
            arrive(crowd)
            begin = time.time()
            struck = trouble(plan, place, crowd, say)
            end = time.time()
            say("everybody falls silent")
            settled = settle(plan, place, crowd)
            findings = check(crowd.diaries, database.read(place.cluster.database_url), begin, end)
            return Outcome(plan, findings, struck, settled, crowd.troubles, place.cluster.log.count("Traceback"))


def arrive(crowd: Crowd) -> None:
    try:
        wait_until(lambda: crowd.have({}), ARRIVAL_SECONDS, "everybody to be in")
    except TimeoutError as late:
        raise ServerError(f"{late}; what they met with: {dict(crowd.troubles)}") from None


def trouble(plan: Plan, place: World, crowd: Crowd, say: Say) -> list[Struck]:
    crowd.talk()
    begin = time.monotonic()
    struck = []
    for fault in faults(plan):
        time.sleep(plan.pause_seconds)
        struck.append(strike(fault, place, plan))
        say(f"{fault.name}: {struck[-1].seconds:.1f} s")
    time.sleep(max(plan.pause_seconds, begin + plan.load_seconds - time.monotonic()))
    crowd.fall_silent()
    return struck


def settle(plan: Plan, place: World, crowd: Crowd) -> float | None:
    begin = time.monotonic()
    try:
        wait_until(lambda: crowd.have(database.heads(place.cluster.database_url)), plan.settle_seconds)
    except TimeoutError:
        return None
    return time.monotonic() - begin
