"""Rebuild the index of search while people write, and kill what rebuilds it."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import msgspec

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.checks.index import compared
from lab.chaos.faults.archivist import Archivist
from lab.chaos.faults.fault import Scene
from lab.chaos.faults.index_progress import of_postgres, of_sqlite
from lab.chaos.faults.jobs import kill_jobs, without_jobs
from lab.chaos.faults.small_site import Told, move_in, writing
from lab.chaos.world.population import Archive
from lab.servers.process import ROOT, wait_until
from lab.servers.served import Served
from lab.servers.site import Site

MESSAGES = 4_000
STEP_SECONDS = 60
# From the first step of a rebuild on, at most.
KILLED_SECONDS = 0.1
SEARCHED = 20

Progress = Callable[[], int]


def rebuild_on_postgres(scene: Scene) -> list[Violation]:
    """The command is killed, with and without --resume, and then the job that goes on by itself."""
    cluster = scene.world.cluster
    archive = fill(cluster)
    archivist = Archivist(cluster.url, archive, scene.plan.token_seconds)
    with of_postgres(cluster.database_url, archive.room) as progress, without_jobs(cluster):
        for number in range(scene.plan.rebuilds):
            kill_in_the_middle(cluster, [], progress, scene.chance)
            scene.crowd.run(archivist.change(number))
            kill_in_the_middle(cluster, ["--resume"], progress, scene.chance)
    kill_jobs(cluster)
    scene.crowd.run(archivist.close())
    return list(compared(cluster))


def rebuild_on_sqlite(scene: Scene) -> list[Violation]:
    """The command is killed, and the whole site with it."""
    with Site(scene.folder / "rebuilt") as site:
        told, archive = move_in(site), fill(site)
        for _ in range(scene.plan.rebuilds):
            with writing(site, told), of_sqlite(site.state, archive.room) as progress:
                kill_in_the_middle(site, [], progress, scene.chance)
                site.kill()
            site.start()
        with writing(site, told):
            site.manage("reindex", "--resume")
        return [*compared(site), *not_found(site, told, scene.chance)]


def fill(site: Served) -> Archive:
    command = [sys.executable, "-m", "lab.chaos.world.archive", str(MESSAGES)]
    done = subprocess.run(command, cwd=ROOT, env=site.env, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Archive)


def kill_in_the_middle(site: Served, options: list[str], progress: Progress, chance: random.Random) -> None:
    """Start the command, and kill it soon after a step of it. Without --resume it first forgets what is indexed."""
    command = [sys.executable, "manage.py", "reindex", *options]
    before = progress()
    process = subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: process.poll() is not None or progress() != before, STEP_SECONDS, "a step of the rebuild")
        time.sleep(chance.uniform(0, KILLED_SECONDS))
    finally:
        process.kill()
        process.wait()


def not_found(site: Site, told: Told, chance: random.Random) -> Iterator[Violation]:
    """Some of the acknowledged messages are searched for."""
    with site.client("/api/", headers=told.headers) as http:
        for text in chance.sample(sorted(told.rows), min(len(told.rows), SEARCHED)):
            answer = http.get("search/", params={"q": f'"{text}"'}).raise_for_status().json()
            if [result["message"]["id"] for result in answer["results"]] != [told.rows[text][0]]:
                yield Violation(Anomaly.UNOBSERVED, 0, f"{text} was acknowledged on SQLite and is not found")
