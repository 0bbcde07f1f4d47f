"""Without Redis one process serves a site: nothing would carry messages, sign-outs and removals to another one."""

import fcntl
import os
import time

from django.conf import settings

from core.db import file_exchange

# A process that stops may be told to while the next one starts already.
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.2
# Open files that hold the lock until the process ends, however it ends.
_held: list[int] = []


class Served(Exception):
    """Another process serves this site."""


def expect(patience: float = PATIENCE_SECONDS) -> None:
    """Raise Served where another process of this state folder serves the site without Redis, and goes on to for these
    seconds. From now on no other one can."""
    if settings.REDIS_URL:
        return
    file = settings.STATE_DIR / "served.lock"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # Made by root once, it would keep the site's user from serving.
    file_exchange.belong_to_owner_of(settings.STATE_DIR, file)
    until = time.monotonic() + patience
    while not _taken(descriptor):
        if time.monotonic() >= until:
            os.close(descriptor)
            raise Served
        time.sleep(PAUSE_SECONDS)
    _held.append(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
