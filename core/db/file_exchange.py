"""The last step of a restore: prepared files take the place of those before, all of them or none.

What is to be exchanged is written down first. Whoever starts after a crash finds that and finishes it before anything is opened, so that
no database ever meets another one's `-wal` or another one's keys.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.private_folder import sync_folder

PLAN = "restore.json"


class Exchange(NamedTuple):
    prepared: str
    place: str
    aside: str
    """Where what is there now goes; empty where it is not kept."""
    endings: list[str]
    """Of the files that belong together: the database's own, `""`, and SQLite's beside it."""


def begin(state: Path, exchanges: Sequence[Exchange]) -> None:
    """From here on the restore will be done, now or at the next start."""
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
    """Do what a restore has begun. Nothing where none has."""
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
    """Somebody else may have finished it while we waited for the lock."""
    with suppress(FileNotFoundError):
        return os.path.samestat(plan.stat(), os.fstat(descriptor))
    return False


def _exchange(exchange: Exchange) -> None:
    prepared, place = Path(exchange.prepared), Path(exchange.place)
    if not prepared.exists():  # done before the crash
        return
    for ending in exchange.endings:
        _put_aside(place.with_name(place.name + ending), exchange.aside and exchange.aside + ending)
    prepared.replace(place)
    sync_folder(place.parent)


def _put_aside(file: Path, aside: str) -> None:
    if not file.exists():
        return
    if not aside:
        file.unlink()
        return
    folder = Path(aside).parent
    if not folder.exists():
        folder.mkdir(mode=0o700)
        belong_to_owner_of(folder.parent, folder)
    file.replace(aside)
    sync_folder(folder)


def belong_to_owner_of(folder: Path, file: Path) -> None:
    """Restored by root, a file must still be the site's own."""
    if os.geteuid() == 0:
        owner = folder.stat()
        shutil.chown(file, owner.st_uid, owner.st_gid)
