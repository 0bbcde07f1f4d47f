"""Take a backup while people write, and restore it."""

import time
from collections.abc import Iterator
from pathlib import Path

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.faults.fault import Scene, Skipped
from lab.chaos.faults.small_site import Told, history, move_in, writing
from lab.chaos.faults.small_site_files import ToldFiles, missing_files, uploading
from lab.servers.site import Site


def restore_a_backup(scene: Scene) -> list[Violation]:
    """Raises Skipped when the site has no such command."""
    file = scene.folder / "backup"
    site = Site(scene.folder / "restored", env={"BACKUP_PASSPHRASE": "warm hands by the fire"})
    site.folder.mkdir()
    with site:
        if "backup" not in site.manage("help", "--commands").split():
            raise Skipped("this site has no command for it")
        told = move_in(site)
        files = ToldFiles()
        with writing(site, told), uploading(site, told, files):
            time.sleep(scene.plan.power_seconds / 2)
            before, epoch = dict(told.rows), epoch_of(site, told)
            files_before = files.so_far()
            site.manage("backup", str(file))
            refused = refuses(site, file)
            time.sleep(scene.plan.power_seconds / 2)
    site.manage("restore", str(file))
    with site:
        found = [*missing(site, told, before), *missing_files(site, told, files_before)]
        if epoch_of(site, told) == epoch:
            found.append(Violation(Anomaly.NON_MONOTONIC, 0, "the epoch is the same after a backup was restored"))
    if not refused:
        found.append(Violation(Anomaly.LOST_WRITE, 0, "a backup was restored under a running site"))
    return found


def refuses(site: Site, file: Path) -> bool:
    try:
        site.manage("restore", str(file))
    except AssertionError:
        return True
    return False


def epoch_of(site: Site, told: Told) -> str:
    with site.client("/api/", headers=told.headers) as http:
        answer = http.post("sync/", json={"epoch": "3f1d5b0e-7a55-4a0e-9f2e-0c9a5d1f7b11", "rooms": {}})
        return str(answer.raise_for_status().json()["epoch"])


def missing(site: Site, told: Told, before: dict[str, tuple[int, int]]) -> Iterator[Violation]:
    """Violations for messages that were acknowledged before the backup began and are gone."""
    stored = {message["text"] for message in history(site, told)}
    if gone := before.keys() - stored:
        yield Violation(
            Anomaly.LOST_WRITE, 0, f"{len(gone)} messages of before the backup are gone after it was restored"
        )
