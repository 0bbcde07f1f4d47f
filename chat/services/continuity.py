"""Check whether an SQLite database is still the one that this site left. If not, its revs will be used again for other
changes, so clients have to forget their state.

Each start writes a new mark into the database and into a file beside it. The marks differ when a write was lost or the
database file was replaced. PostgreSQL needs no mark: its files are not replaced, and it keeps what it has confirmed.
"""

import fcntl
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection

from chat.services.site import begin_epoch
from core.private_folder import sync_folder

logger = logging.getLogger(__name__)

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Note(msgspec.Struct):
    """The file beside the database: its mark, and the previous mark while a new one is being written.

    `file`: the database's inode. `boot`: the id of the machine's start. `durable`: whether acknowledged writes were on
    the disk. `ended`: whether the site stopped in order.
    """

    mark: int
    before: int
    file: int
    boot: str
    durable: bool
    ended: bool


def begin() -> None:
    """Begin a worker's run. Renews the epoch when writes may have been lost."""
    if (place := _place()) is None:
        return
    with _alone(place):
        note, stored = _read(place), _stored_mark()
        if _may_have_lost(note, stored, place):
            logger.warning("the database is not as this site left it: clients load everything again")
            begin_epoch()
        _mark(place, ended=False)


def end() -> None:
    """End a worker's run. No write may be under way."""
    if (place := _place()) is not None:
        with _alone(place):
            _mark(place, ended=True)


def _may_have_lost(note: Note | None, stored: int, place: Path) -> bool:
    if note is None:
        return stored != 0
    if stored not in (note.mark, note.before) or note.file != place.stat().st_ino:
        return True
    return not note.ended and not note.durable and note.boot != _boot()


def _mark(place: Path, *, ended: bool) -> None:
    """Write a new mark. The file gets both marks first, so that a crash in between does not look like a loss."""
    mark, before = secrets.randbelow(2**31 - 1) + 1, _stored_mark()
    note = Note(mark, before, place.stat().st_ino, _boot(), settings.SQLITE_SYNCHRONOUS == "FULL", ended)
    _write(place, note)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {mark:d}")
    note.before = mark
    _write(place, note)


def _stored_mark() -> int:
    with connection.cursor() as cursor:
        (mark,) = cursor.execute("PRAGMA user_version").fetchone()
    return int(mark)


def _place() -> Path | None:
    """The database's file; None when the database is no file."""
    name = str(connection.settings_dict["NAME"])
    return None if connection.vendor != "sqlite" or name.startswith((":", "file:")) else Path(name)


def _beside(place: Path) -> Path:
    return place.with_name(f"{place.name}-mark")


def _read(place: Path) -> Note | None:
    try:
        return msgspec.json.decode(_beside(place).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return None


def _write(place: Path, note: Note) -> None:
    """Write the file as a whole or not at all, and wait until it is on the disk."""
    new = _beside(place).with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(note))
        file.flush()
        os.fsync(file.fileno())
    new.replace(_beside(place))
    sync_folder(place.parent)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let the workers of one machine that start together run one after the other."""
    connection.ensure_connection()  # makes the file
    with _opened(place.parent) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


def _boot() -> str:
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
