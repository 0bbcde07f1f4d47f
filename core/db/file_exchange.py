"""The last step of a restore: exchange prepared files for the present ones, all of them or none.

The plan is written to a file first. The first command that starts after a crash finishes it before it opens anything,
so that no database is opened with the `-wal` or the keys of another.
"""

import errno
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.private_folder import sync_folder

PLAN = "restore.json"
MOUNTS = Path("/proc/self/mountinfo")


class Exchange(NamedTuple):
    prepared: str
    place: str
    aside: str
    """Where the present file goes, on the same file system: in a folder beside it (`beside`). Empty when the file is not kept."""
    endings: list[str]
    """Endings of the files that belong together: `""` for the database, and those of SQLite's files beside it."""


def beside(place: Path, folder: str) -> str:
    """The path in a folder of this name beside the place. A rename never leaves a file system, so what is on another disk is
    kept there."""
    return str(place.parent / folder / place.name)


def mount_in(places: Iterable[Path]) -> Path | None:
    """A place of these that nothing can replace, because it is a mount or has one in it."""
    try:
        mounts = [_unescaped(line.split()[4]) for line in MOUNTS.read_text(errors="surrogateescape").splitlines()]
    except OSError:  # not Linux
        return next((place for place in places if place.is_mount()), None)
    return next((place for place in places if any(mount.is_relative_to(place) for mount in mounts)), None)


def _unescaped(path: str) -> Path:
    """The kernel writes a space, a tab, a line break and a backslash as octal numbers."""
    return Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), path))


def begin(state: Path, exchanges: Sequence[Exchange]) -> None:
    """Write the plan. From here on the restore will be done, now or at the next start."""
    draft = state / f"{PLAN}.draft"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(exchanges, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(state / PLAN)
    sync_folder(state)


def is_begun(state: Path) -> bool:
    return (state / PLAN).exists()


def finish(state: Path) -> None:
    """Finish the exchanges of a restore that has begun. Does nothing when none has begun."""
    plan = state / PLAN
    try:
        file = plan.open("rb")
    except OSError:
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_still(plan, file.fileno()):
            for fields in json.load(file):
                _exchange(Exchange(*fields))
            plan.unlink()
            sync_folder(state)


def _is_still(plan: Path, descriptor: int) -> bool:
    """Whether the plan is still there: another process may have finished it while this one waited for the lock."""
    with suppress(FileNotFoundError):
        return os.path.samestat(plan.stat(), os.fstat(descriptor))
    return False


def _exchange(exchange: Exchange) -> None:
    prepared, place = Path(exchange.prepared), Path(exchange.place)
    if not prepared.exists():  # exchanged before the crash
        return
    for ending in exchange.endings:
        _put_aside(place.with_name(place.name + ending), exchange.aside and exchange.aside + ending)
    prepared.replace(place)
    sync_folder(place.parent)


def _put_aside(file: Path, aside: str) -> None:
    if not file.exists():
        return
    if not aside:
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()
        return
    folder = Path(aside).parent
    if not folder.exists():
        folder.mkdir(mode=0o700)
        belong_to_owner_of(folder.parent, folder)
    try:
        file.replace(aside)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # A plan of an earlier version, which put files aside on the disk of the state folder.
        file.replace(file.with_name(f"{file.name}.{folder.name}"))
    sync_folder(folder)


def belong_to_owner_of(folder: Path, file: Path) -> None:
    """Give a file that root wrote to the owner of the folder."""
    if os.geteuid() == 0:
        owner = folder.stat()
        shutil.chown(file, owner.st_uid, owner.st_gid)
