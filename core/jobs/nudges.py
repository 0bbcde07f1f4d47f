"""Telling workers through Redis that there may be a job. Best effort: a nudge that is lost costs one polling interval."""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from redis.exceptions import RedisClusterException, RedisError

from core.redis.locations import places

logger = logging.getLogger(__name__)

CHANNEL = "irori:jobs"
PAUSE_SECONDS = 5.0
LISTEN_SECONDS = 1.0
AWAY = (RedisError, RedisClusterException, OSError)


class Publisher:
    """One thread, so that nobody who stores a job waits for Redis; nudges that come while it works are one."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        threading.Thread(target=self._publish, name="jobs-nudges", daemon=True).start()

    def nudge(self) -> None:
        self._wanted.set()

    def _publish(self) -> None:
        client = places(settings.REDIS_URL)[0].client()
        pause = threading.Event()
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                client.publish(CHANNEL, b"")
            except AWAY as error:
                logger.warning("Redis is away, jobs are found by polling: %s", type(error).__name__)
                pause.wait(PAUSE_SECONDS)


_starting = threading.Lock()
_publisher: Publisher | None = None


def publish() -> None:
    """To workers of other processes, where there is a Redis."""
    global _publisher
    if not settings.REDIS_URL:
        return
    with _starting:
        _publisher = _publisher or Publisher()
    _publisher.nudge()


def listen(nudge: Callable[[], None], stopping: threading.Event) -> None:
    """Until `stopping`: call `nudge` for each that is published. For a thread of its own."""
    while not stopping.is_set():
        try:
            _listen(nudge, stopping)
        except AWAY as error:
            logger.warning("Redis is away, jobs are found by polling: %s", type(error).__name__)
            stopping.wait(PAUSE_SECONDS)


def _listen(nudge: Callable[[], None], stopping: threading.Event) -> None:
    subscription = places(settings.REDIS_URL)[0].client().pubsub(ignore_subscribe_messages=True)
    try:
        subscription.subscribe(CHANNEL)
        nudge()  # what was published before has not been heard
        while not stopping.is_set():
            if subscription.get_message(timeout=LISTEN_SECONDS):
                nudge()
    finally:
        subscription.close()
