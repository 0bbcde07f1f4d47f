"""Folders for the pictures that are being made. They lie beside the storage, which then takes a file by its name."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from files import storage

NAME = "pictures"
# Longer than anything here takes: what is older belonged to a process that was killed.
ABANDONED_SECONDS = 3600


def unnamed() -> IO[bytes]:
    """An empty file without a name, gone with its process."""
    return TemporaryFile(dir=storage.folder("incoming"), buffering=0)


@contextmanager
def folder() -> Iterator[Path]:
    """A private folder of one picture, gone afterwards."""
    place = storage.folder(NAME)
    _remove_abandoned(place)
    with TemporaryDirectory(dir=place) as path:
        yield Path(path)


def _remove_abandoned(place: Path) -> None:
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - ABANDONED_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
