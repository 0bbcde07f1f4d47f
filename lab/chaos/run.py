"""One run: people write while servers break, everything settles, and the checker checks the outcome."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lab.chaos.checks import fetches, index, leftovers
from lab.chaos.checks.anomalies import Violations
from lab.chaos.checks.checker import Findings, check
from lab.chaos.checks.recovery import recover
from lab.chaos.clients.crowd import Crowd
from lab.chaos.faults.catalogue import planned
from lab.chaos.faults.fault import Fault, Scene, Skipped, Struck
from lab.chaos.inboxes import answers
from lab.chaos.plan import Plan
from lab.chaos.schedule import fingerprint
from lab.chaos.world import database
from lab.chaos.world.cluster import World, populate, world
from lab.chaos.world.database import Database
from lab.servers.process import ServerError, wait_until

ARRIVAL_SECONDS = 60
ASK_SECONDS = 0.5
END_SECONDS = 300

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    plan: Plan
    findings: Findings
    faults: list[Struck]
    settled_seconds: float | None
    """Seconds until all clients had everything; None when one never had."""
    troubles: Counter[str]
    """Errors of clients that were followed by another try."""
    tracebacks: int
    """In the workers' logs. An expected fault should leave none."""
    planned: str
    """Equal for runs of one seed and size."""


def run(plan: Plan, say: Say) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="irori-chaos-") as folder, world(plan, Path(folder)) as place:
        cluster = place.cluster
        say(f"{plan.clients} guests in {plan.rooms} rooms through nginx and {plan.workers} workers at {cluster.url}")
        population = populate(cluster, plan.clients, plan.rooms, plan.workers)
        with Crowd(plan, population, cluster.url, place.worker_urls) as crowd:
            arrive(crowd)
            begin = time.time()
            struck = trouble(plan, place, crowd, say)
            end = time.time()
            say("everybody falls silent")
            settled = settle(plan, place, crowd)
            rooms = {*population.open_rooms, *population.closed_rooms, *population.direct_rooms}
            stored = database.read(cluster.database_url, rooms)
            findings = check(crowd.diaries, stored, begin, end)
            say("all files are fetched, all words searched for, and all inboxes listed")
            found = [*(each for fault in struck for each in fault.violations), *in_the_end(place, crowd, stored)]
            inbox = crowd.begin(answers.in_the_end(crowd, cluster.database_url, stored.rooms)).result(END_SECONDS)
            violations = [*findings.violations, *found, *inbox.violations]
            findings = replace(findings, violations=violations, listed=inbox.listed)
            return Outcome(plan, findings, struck, settled, crowd.troubles, cluster.log.count("Traceback"), mark(plan))


def in_the_end(place: World, crowd: Crowd, stored: Database) -> Violations:
    """What shows only by asking: files, searches, and what the site's own checks say."""
    cluster = place.cluster
    yield from crowd.begin(fetches.in_the_end(crowd, cluster.url, stored)).result(END_SECONDS)
    yield from crowd.begin(index.in_the_end(crowd, stored)).result(END_SECONDS)
    yield from index.compared(cluster)
    yield from leftovers.unfinished(crowd.diaries, cluster.database_url, cluster.folder / "files")
    yield from leftovers.clean_up(cluster)


def mark(plan: Plan) -> str:
    return fingerprint(plan.seed, plan.clients, plan.deeds_per_second, [fault.name for fault in planned(plan)])


def arrive(crowd: Crowd) -> None:
    try:
        wait_until(crowd.is_done, ARRIVAL_SECONDS, "everybody to be in")
    except TimeoutError as late:
        raise ServerError(f"{late}; what they met with: {dict(crowd.troubles)}") from None


def trouble(plan: Plan, place: World, crowd: Crowd, say: Say) -> list[Struck]:
    crowd.talk()
    begin = time.monotonic()
    struck = []
    for fault in planned(plan):
        time.sleep(plan.pause_seconds)
        chance = random.Random(f"{plan.seed} {fault.name}")
        struck.append(strike(fault, Scene(place, crowd, plan, place.cluster.folder, chance)))
        say(told(struck[-1]))
    time.sleep(max(plan.pause_seconds, begin + plan.load_seconds - time.monotonic()))
    crowd.fall_silent()
    return struck


def strike(fault: Fault, scene: Scene) -> Struck:
    begin = time.time()
    try:
        found = fault.strike(scene) or []
    except Skipped as why:
        return Struck(fault.name, begin, time.time() - begin, skipped=str(why))
    end = time.time()
    recovery, late = recover(scene, begin)
    lost = scene.crowd.run(fetches.after_a_fault(scene.crowd, scene.world.cluster.url))
    return Struck(fault.name, begin, end - begin, recovery, violations=[*found, *late, *lost])


def told(struck: Struck) -> str:
    if struck.skipped:
        return f"{struck.name}: skipped, {struck.skipped}"
    found = f", {len(struck.violations)} VIOLATIONS" if struck.violations else ""
    return f"{struck.name}: {struck.seconds:.1f} s, whole after another {struck.recovery_seconds:.1f} s{found}"


def settle(plan: Plan, place: World, crowd: Crowd) -> float | None:
    """Wait until all clients are done and have everything. The database is read again each time, once nothing is
    under way. Returns the seconds, or None."""
    begin = time.monotonic()
    while time.monotonic() < begin + plan.settle_seconds:
        if crowd.is_done():
            url = place.cluster.database_url
            if crowd.have(database.heads(url), database.owns(url)):
                return time.monotonic() - begin
        time.sleep(ASK_SECONDS)
    return None
