"""What each worker has at this moment, such as sockets. Apps name gauges in their table of contents (`gauges`).

A worker that is alone asks its own gauges. Where there are several, each writes into one hash of Redis every few
seconds, and whoever shows them leaves out what is old.
"""

import json
import logging
import os
import socket
import time
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.conf import settings

from core.app_contents import named
from core.redis.locations import places

logger = logging.getLogger(__name__)

PUBLISH_SECONDS = 5.0
OLD_SECONDS = 20.0
FORGOTTEN_SECONDS = 3600.0
KEY = "irori{workers}"
MOST_WORKERS = 500


class Worker(NamedTuple):
    name: str
    figures: Mapping[str, int]


class _Redis:
    @cached_property
    def client(self) -> Any:
        return places(settings.REDIS_URL)[0].client()


_redis = _Redis()


@cache
def name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def here() -> Worker:
    figures = {title: read() for gauges in named("gauges") for title, read in gauges.items()}
    return Worker(name(), figures)


def publish() -> None:
    if not settings.REDIS_URL:
        return
    try:
        _redis.client.hset(KEY, name(), json.dumps({"at": time.time(), **here().figures}))
    except Exception as error:
        # The Redis connections log that Redis is away.
        logger.debug("gauges are not published: %s", error or type(error).__name__)


def withdraw() -> None:
    if not settings.REDIS_URL:
        return
    try:
        _redis.client.hdel(KEY, name())
    except Exception as error:
        logger.debug("gauges are not withdrawn: %s", error or type(error).__name__)


def workers() -> list[Worker]:
    """All living workers in the order of their names. While Redis is away, this one alone."""
    found = {name(): here()}
    if settings.REDIS_URL:
        try:
            found |= _published()
        except Exception as error:
            logger.debug("gauges are read from this worker alone: %s", error or type(error).__name__)
    return [found[each] for each in sorted(found)][:MOST_WORKERS]


def _published() -> dict[str, Worker]:
    found, now, forgotten = {}, time.time(), []
    for key, value in _redis.client.hgetall(KEY).items():
        figures = json.loads(value)
        age = now - figures.pop("at")
        if age > FORGOTTEN_SECONDS:
            forgotten.append(key)
        elif age < OLD_SECONDS and key.decode() != name():
            found[key.decode()] = Worker(key.decode(), figures)
    if forgotten:
        _redis.client.hdel(KEY, *forgotten)
    return found
