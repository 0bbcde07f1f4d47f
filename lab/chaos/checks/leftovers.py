"""Compare the files in the database with the bytes on the disk, in the end: what is acknowledged is there, and nothing
else is after the jobs that clean up."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Cancelled, Counted, Diary, Uploaded
from lab.chaos.uploads.content import digest_of
from lab.chaos.world.stored_files import StoredFile, is_cleaned, stored_files
from lab.servers.cluster import Cluster
from lab.servers.process import wait_until

CLEANED_SECONDS = 60
# What is as old as this is looked at by the job that looks for orphans.
OLD_SECONDS = 2 * 24 * 3600


def unfinished(diaries: Sequence[Diary], url: str, files: Path) -> Violations:
    """Uploads that nobody went on with: what was acknowledged of them is on the disk."""
    rows = stored_files(url)
    for diary in diaries:
        # What is complete may be of a message, and go with it.
        over = {entry.upload for entry in diary.entries if isinstance(entry, Cancelled)}
        over |= {entry.file for entry in diary.entries if isinstance(entry, Uploaded)}
        last = {entry.upload: entry for entry in diary.entries if isinstance(entry, Counted)}
        for upload, entry in last.items():
            row = rows.get(upload)
            if upload not in over and (row is None or row.state == "receiving"):
                yield from _part(entry, row, files / "parts" / upload.replace("-", ""))


def clean_up(cluster: Cluster) -> Violations:
    """Let the jobs clean up, as if days had gone by, and compare what is left. Nobody may upload meanwhile."""
    files = cluster.folder / "files"
    try:
        wait_until(lambda: is_cleaned(cluster.database_url), CLEANED_SECONDS, "the jobs to clean up")
    except TimeoutError as late:
        yield Violation(Anomaly.LATE, 0, str(late))
    _age(files)
    yield from _looked(cluster)
    yield from compare(stored_files(cluster.database_url), files)


def compare(rows: Mapping[str, StoredFile], files: Path) -> Violations:
    """Rows and bytes, both ways."""
    for file in rows.values():
        if file.state == "ready":
            yield from _bytes_of(file, files / "blobs" / file.blob[:2] / file.blob)
    known = {file.blob for file in rows.values() if file.state != "refused"}
    for blob in sorted(path.name for path in files.glob("blobs/*/*") if path.name not in known):
        yield Violation(Anomaly.FOREIGN, 0, f"the blob {blob} is of no file, and no job has found it")
    receiving = {file.id.replace("-", "") for file in rows.values() if file.state == "receiving"}
    for part in sorted(path.name for path in files.glob("parts/*") if path.name not in receiving):
        yield Violation(Anomaly.FOREIGN, 0, f"the part {part} is of no upload, and no job has found it")


def _part(entry: Counted, row: StoredFile | None, part: Path) -> Violations:
    if row is None or row.received < entry.offset:
        what = f"of the upload {entry.upload} {entry.offset} bytes were acknowledged, and its row has fewer"
        yield Violation(Anomaly.LOST_WRITE, 0, what)
    elif row.received:
        stored = part.read_bytes() if part.exists() else b""
        if stored[: row.received] != entry.content.data[: row.received]:
            what = f"of the upload {entry.upload} {row.received} bytes were acknowledged, and the disk has others"
            yield Violation(Anomaly.LOST_WRITE, 0, what)


def _bytes_of(file: StoredFile, folder: Path) -> Violations:
    original = folder / "original"
    if not original.exists() or digest_of(original.read_bytes()) != file.digest:
        yield Violation(Anomaly.LOST_WRITE, 0, f"the file {file.id} points to bytes that are not there")
    for name in file.thumbnails:
        if not (folder / name).exists():
            yield Violation(Anomaly.LOST_WRITE, 0, f"the file {file.id} has no thumbnail {name}")


def _age(files: Path) -> None:
    long_ago = time.time() - OLD_SECONDS
    for path in _below(files, "blobs/*/*/*", "parts/*"):
        os.utime(path, (long_ago, long_ago))


def _below(files: Path, *patterns: str) -> Iterator[Path]:
    return (path for pattern in patterns for path in files.glob(pattern))


def _looked(cluster: Cluster) -> Violations:
    try:
        cluster.manage("checkfiles", "--delete")
    except AssertionError as found:
        yield Violation(Anomaly.LOST_WRITE, 0, str(found)[-300:])
