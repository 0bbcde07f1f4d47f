"""Cut the power of a site on SQLite: only what had reached the disk is left."""

import time
from collections.abc import Iterator

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.faults.fault import Scene, Skipped
from lab.chaos.faults.small_site import Told, history, move_in, writing
from lab.chaos.faults.small_site_files import ToldFiles, missing_files, uploading
from lab.programs.loop_mount import LoopMount, why_not
from lab.servers.site import Site

# Uploads leave this much free on a disk, in MiB. This one is small.
SMALL_DISK = {"FILES_FREE_MB": "16"}


def cut_the_power(scene: Scene) -> list[Violation]:
    """Raises Skipped when this machine cannot mount a file system."""
    if why := why_not():
        raise Skipped(why)
    with LoopMount(scene.folder / "whole") as disk:
        site = Site(disk.place, env=SMALL_DISK).start()
        files = ToldFiles()
        try:
            told = move_in(site)
            with writing(site, told), uploading(site, told, files):
                time.sleep(scene.plan.power_seconds)
                site.pause()
                after = disk.cut_power(scene.folder / "cut")
                cut = time.time()
                site.kill()
        finally:
            site.kill()
    with after, Site(after.place, env=SMALL_DISK) as again:
        return [*missing(again, told, cut), *missing_files(again, told, files)]


def missing(site: Site, told: Told, cut: float) -> Iterator[Violation]:
    stored = {message["text"]: (message["id"], message["seq"]) for message in history(site, told)}
    gone = [text for text, row in told.rows.items() if stored.get(text) != row]
    if gone:
        oldest = cut - min(told.at[text] for text in gone)
        what = f"{len(gone)} of {len(told.rows)} messages that SQLite acknowledged are gone, the oldest of {oldest:.1f} s before"
        yield Violation(Anomaly.LOST_WRITE, 0, what)
