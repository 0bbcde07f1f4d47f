"""The cache that all workers share, and the local cache that replaces it while Redis is away."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import BaseCache, caches
from redis.exceptions import RedisClusterException, RedisError

logger = logging.getLogger(__name__)

R = TypeVar("R")

# Seconds without a new attempt after Redis did not answer. One request may ask several times, and each attempt waits
# for the time-out.
PAUSE_SECONDS = 5.0

_away_until = 0.0


def shared(do: Callable[[BaseCache], R]) -> R:
    """The result of `do` with the shared cache, or with this worker's own cache while Redis is away.

    Counts then hold for each worker alone. Refusing all requests would lock the site; counting nothing would open it to
    anybody who can disturb Redis.
    """
    global _away_until
    if time.monotonic() >= _away_until:
        try:
            return do(caches["default"])
        except (RedisError, RedisClusterException, OSError) as error:
            _away_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("the shared cache is away, each worker counts for itself: %s", type(error).__name__)
    return do(caches["local"])
