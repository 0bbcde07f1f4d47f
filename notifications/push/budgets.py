"""How long the site may wait for one host, and for the devices of one person: what they take longer than others is counted, and
comes back with time. Each process counts for itself.
"""

import threading
import time
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from notifications.models import PushSubscription

# A push takes a fraction of this.
USUAL_SECONDS = 1.0
MOST_KEPT = 10_000


class Allowance(NamedTuple):
    """`most`: seconds at once. `back`: how many come back in a second."""

    most: float
    back: float


# Many people's devices are at one host, so that one gets more.
OF_HOST, OF_PERSON = Allowance(60.0, 2.0), Allowance(10.0, 0.2)

_lock = threading.Lock()
# What is used, and when that was true.
_used: dict[str, tuple[float, float]] = {}


def is_used_up(device: PushSubscription) -> bool:
    with _lock:
        return any(_left_of(key, allowance) <= 0 for key, allowance in _of(device))


def note(device: PushSubscription, seconds: float) -> None:
    if seconds <= USUAL_SECONDS:
        return
    now = time.monotonic()
    with _lock:
        for key, allowance in _of(device):
            _used[key] = allowance.most - _left_of(key, allowance) + seconds - USUAL_SECONDS, now
        if len(_used) > MOST_KEPT:
            del _used[next(iter(_used))]


def forget() -> None:
    """For tests."""
    _used.clear()


def _of(device: PushSubscription) -> Iterable[tuple[str, Allowance]]:
    # Names below one are made at no cost; nobody's services share less than the last two labels.
    host = ".".join((urlsplit(device.endpoint).hostname or "").split(".")[-2:])
    return (f"host {host}", OF_HOST), (f"person {device.user_id}", OF_PERSON)


def _left_of(key: str, allowance: Allowance) -> float:
    used, at = _used.get(key, (0.0, 0.0))
    return allowance.most - max(0.0, used - (time.monotonic() - at) * allowance.back)
