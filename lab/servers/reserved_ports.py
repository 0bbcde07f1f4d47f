"""Ports that the test runs on one machine keep from each other, because a port is bound later than it is chosen."""

import fcntl
import os
import tempfile
from collections import deque
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"irori-ports-{os.getuid()}"
# By then a server has bound its port, or never will.
MOST = 200
HELD: deque[int] = deque()


def reserve(ports: Iterable[int]) -> bool:
    """Keep ports for this process until it ends or has chosen 200 others. Returns False when one of them is kept
    already, also by this process."""
    FOLDER.mkdir(exist_ok=True)
    locks: list[int] = []
    try:
        for port in ports:
            locks.append(os.open(FOLDER / str(port), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            fcntl.flock(locks[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _release(locks)
        return False
    HELD.extend(locks)
    _release(HELD.popleft() for _ in range(len(HELD) - MOST))
    return True


def _release(locks: Iterable[int]) -> None:
    for lock in locks:
        os.close(lock)
