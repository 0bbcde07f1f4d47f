"""The cache that all workers share, and what stands in for it while Redis is away."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import BaseCache, caches
from redis.exceptions import RedisClusterException, RedisError

logger = logging.getLogger(__name__)

R = TypeVar("R")

# So long nobody waits for Redis again after it did not answer. A request may ask it several times, each as long as its time-out.
PAUSE_SECONDS = 5.0

_away_until = 0.0


def shared(do: Callable[[BaseCache], R]) -> R:
    """What `do` returns for the shared cache, or for this worker's own while Redis is away.

    What is counted or remembered there then holds for each worker alone: refusing everybody would lock the site, counting nothing would
    open it to whoever can make Redis stumble.
    """
    global _away_until
    if time.monotonic() >= _away_until:
        try:
            return do(caches["default"])
        except (RedisError, RedisClusterException, OSError) as error:
            _away_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("the shared cache is away, each worker counts for itself: %s", type(error).__name__)
    return do(caches["local"])
