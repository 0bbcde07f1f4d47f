"""Files that are made once for all processes of a test run: migrated databases, PostgreSQL's files.

Without a test run each process makes its own.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

# The environment variable with the folder that the processes of a test run share.
SHARED = "IRORI_TEST_RUN"


def share() -> Callable[[], None]:
    """Let the processes that this one starts share a folder. Returns what removes it."""
    folder = tempfile.mkdtemp(prefix="irori-run-")
    os.environ[SHARED] = folder
    return partial(shutil.rmtree, folder, ignore_errors=True)


def is_shared() -> bool:
    return SHARED in os.environ


def made(name: str, make: Callable[[Path], None]) -> Path:
    """The path of a file or folder that `make` makes for whoever asks first. Others wait for it."""
    place = _folder() / name
    with locked(name):
        if not place.exists():
            unfinished = place.with_name(f"{name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)  # of a maker that failed
            make(unfinished)
            unfinished.rename(place)
    return place


@contextmanager
def locked(name: str) -> Iterator[None]:
    with (_folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    return Path(os.environ[SHARED]) if is_shared() else _own_folder()


@cache
def _own_folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="irori-once-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
