"""The lock file beside an SQLite database: all workers share it, and a restore holds it alone.

PostgreSQL counts its sessions and needs no such file.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from core.db import file_exchange


class Held(Exception):
    """Another process holds the lock."""


# Open files that hold locks until the process ends.
_held: list[int] = []


def share() -> None:
    """Share the lock, for a worker. Raises Held while a restore runs."""
    _hold(fcntl.LOCK_SH)


def alone() -> None:
    """Take the lock alone, for a restore. Raises Held while the site runs."""
    _hold(fcntl.LOCK_EX)


def _hold(kind: int) -> None:
    file = _lock_file()
    if file is None:
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    file_exchange.belong_to_owner_of(file.parent, file)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Held from None
    _held.append(descriptor)


def _lock_file() -> Path | None:
    database: Any = settings.DATABASES["default"]
    name = str(database["NAME"])
    if not database["ENGINE"].endswith("sqlite") or name.startswith((":", "file:")):
        return None
    return Path(f"{name}.lock")
