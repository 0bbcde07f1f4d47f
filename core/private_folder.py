"""The folder of a site's secrets and database, which its owner alone can read."""

import os
from contextlib import suppress
from pathlib import Path

SECRET_KEY, SIGNING_KEY, DATABASE = "secret_key", "signing_key", "irori.sqlite3"
# Exists once the operator was told of the new defaults, or when the folder was made after they changed.
TOLD = "told"
# Endings of the database file and of the files that SQLite keeps beside it.
BESIDE = ("", "-wal", "-shm", "-journal")


def open_folder(folder: Path, *, managed: bool = False) -> None:
    """Make the folder, or make an existing one private. `managed`: systemd sets its permissions."""
    is_new = not _is_used(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A folder with the sticky bit, such as /tmp, holds files of many owners.
    if not managed and not folder.stat().st_mode & 0o1000:
        _close(folder)
    for name in (SECRET_KEY, SIGNING_KEY):
        _close(folder / name)
    if is_new:
        with suppress(OSError):
            (folder / TOLD).touch(mode=0o600)


def open_database(file: Path) -> None:
    """Make an empty file for SQLite, or make an existing one private. SQLite gives the files beside it the same
    mode."""
    if not file.exists():
        with suppress(OSError):  # SQLite reports a file that it cannot open
            file.touch(mode=0o600)
    for ending in BESIDE:
        _close(file.with_name(file.name + ending))


def tell_once(folder: Path) -> bool:
    """Whether the folder is older than the new defaults and the operator was not told yet. Returns True at most
    once."""
    if not _is_used(folder):
        return False
    try:
        (folder / TOLD).touch(mode=0o600, exist_ok=False)
    except OSError:
        return False
    return True


def _is_used(folder: Path) -> bool:
    return any((folder / name).exists() for name in (SECRET_KEY, DATABASE))


def _close(path: Path) -> None:
    """Remove all rights of group and others."""
    with suppress(OSError):  # the file is missing, or belongs to another user
        mode = path.stat().st_mode & 0o7777
        if mode & 0o077:
            path.chmod(mode & ~0o077)


def sync_folder(folder: Path) -> None:
    """Wait until the names in this folder are on the disk, so that a renamed file has its new name after a power
    cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
