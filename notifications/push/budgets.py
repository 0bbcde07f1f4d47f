"""How long the site may wait for one host, and for the devices of one person: what they take longer than others is counted, and
comes back with time. Each process counts for itself.

A host with devices of many people is a push service that everybody has. Where that one takes long, the site's own network is slow, or all
of it is: it has no time of its own, and who waits for it are the people.
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
# Of one host's people. With more of them it is everybody's.
MANY_PEOPLE = 50


class Allowance(NamedTuple):
    """`most`: seconds at once. `back`: how many come back in a second."""

    most: float
    back: float


# Some people's devices are at one host, so that one gets more.
OF_HOST, OF_PERSON = Allowance(60.0, 2.0), Allowance(10.0, 0.2)

_lock = threading.Lock()
# What is used, and when that was true.
_used: dict[str, tuple[float, float]] = {}
# Those whose devices at a host were met, up to MANY_PEOPLE.
_people: dict[str, set[int]] = {}


def is_used_up(device: PushSubscription) -> bool:
    with _lock:
        _meet(device)
        return any(_left_of(key, allowance) <= 0 for key, allowance in _of(device))


def note(device: PushSubscription, seconds: float) -> None:
    if seconds <= USUAL_SECONDS:
        return
    now = time.monotonic()
    with _lock:
        for key, allowance in _of(device):
            _used[key] = allowance.most - _left_of(key, allowance) + seconds - USUAL_SECONDS, now
        while len(_used) > MOST_KEPT:
            del _used[next(iter(_used))]


def forget() -> None:
    """For tests."""
    _used.clear()
    _people.clear()


def _meet(device: PushSubscription) -> None:
    people = _people.setdefault(_host_of(device), set())
    if len(people) < MANY_PEOPLE:
        people.add(device.user_id)
    if len(_people) > MOST_KEPT:
        del _people[next(iter(_people))]


def _of(device: PushSubscription) -> Iterable[tuple[str, Allowance]]:
    yield f"person {device.user_id}", OF_PERSON
    if len(_people.get(_host_of(device), ())) < MANY_PEOPLE:
        yield f"host {_host_of(device)}", OF_HOST


def _host_of(device: PushSubscription) -> str:
    # Names below one are made at no cost; nobody's services share less than the last two labels.
    return ".".join((urlsplit(device.endpoint).hostname or "").split(".")[-2:])


def _left_of(key: str, allowance: Allowance) -> float:
    used, at = _used.get(key, (0.0, 0.0))
    return allowance.most - max(0.0, used - (time.monotonic() - at) * allowance.back)
