"""The folder where a site keeps its secrets and its database: its owner's alone."""

import os
from contextlib import suppress
from pathlib import Path

SECRET_KEY, SIGNING_KEY, DATABASE = "secret_key", "signing_key", "irori.sqlite3"
# Whoever runs the site was told what has changed since the folder was made; there from the beginning where it was made since.
TOLD = "told"
# What SQLite keeps beside a database while it is open.
BESIDE = ("", "-wal", "-shm", "-journal")


def open_folder(folder: Path, *, managed: bool = False) -> None:
    """Make the folder, or make what is there private. `managed`: somebody else decides who may enter it."""
    is_new = not _is_used(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Everybody's own files are in a folder with this bit, /tmp for example.
    if not managed and not folder.stat().st_mode & 0o1000:
        _close(folder)
    for name in (SECRET_KEY, SIGNING_KEY):
        _close(folder / name)
    if is_new:
        with suppress(OSError):
            (folder / TOLD).touch(mode=0o600)


def open_database(file: Path) -> None:
    """Make an empty file for SQLite, or make what is there private; SQLite gives what it puts beside it the same mode."""
    if not file.exists():
        with suppress(OSError):  # SQLite says so itself where it cannot open it
            file.touch(mode=0o600)
    for ending in BESIDE:
        _close(file.with_name(file.name + ending))


def tell_once(folder: Path) -> bool:
    """Whether the folder is from before the defaults changed and nobody was told yet. Then this was the time."""
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
    """Take from everybody else what they may do with it."""
    with suppress(OSError):  # it is not there, or not ours
        mode = path.stat().st_mode & 0o7777
        if mode & 0o077:
            path.chmod(mode & ~0o077)


def sync_folder(folder: Path) -> None:
    """The names of its files are on the disk: a file that was renamed is found by its new one after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
