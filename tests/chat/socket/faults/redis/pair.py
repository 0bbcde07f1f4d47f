"""Two workers of one site, what can happen to what connects them, and who hears what meanwhile."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.redis import Redis
from lab.servers.site import Site

# A publish may cost a second and everything else as long again: this machine may be busy.
ACKNOWLEDGED_SECONDS = 2.0
# Far less than a heartbeat, which would bring it in the end.
HEARD_SECONDS = 6.0


class Pair(NamedTuple):
    """Two workers of one site. A link that can be cut lies between the second and Redis."""

    redis: Redis
    link: Link
    first: Site
    second: Site


@contextmanager
def killed(pair: Pair) -> Iterator[None]:
    pair.redis.kill()
    try:
        yield
    finally:
        pair.redis.start()


@contextmanager
def hung(pair: Pair) -> Iterator[None]:
    pair.redis.pause()
    try:
        yield
    finally:
        pair.redis.resume()


@contextmanager
def cut_off(pair: Pair) -> Iterator[None]:
    pair.link.swallow()
    try:
        yield
    finally:
        pair.link.mend()


Fault = Callable[[Pair], AbstractContextManager[None]]
FAULTS = pytest.mark.parametrize("fault", [killed, hung, cut_off])


def on(site: Site, person: Person) -> Person:
    """The same person at another worker."""
    return Person.sign_in(site, person.username)


def somebody(site: Site, name: str) -> Person:
    return Person.register(site, f"{name}-{uuid.uuid4().hex[:8]}")


def heard_of(chatter: Chatter, room: Json, rev: int) -> None:
    """Returns when this change was told, or that there is one: then a client asks for it."""
    began = time.monotonic()
    while True:
        frame = chatter.receive()
        if frame.get("rev", 0) == rev or frame.get("heads", {}).get(str(room["id"])) == rev:
            assert time.monotonic() - began < HEARD_SECONDS
            return


def redis_is_back(pair: Pair) -> bool:
    """For every worker that has lost it."""
    logs = (pair.first.log, pair.second.log)
    return all(log.count("Redis is away") == log.count("Redis is back") for log in logs)
