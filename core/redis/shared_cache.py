"""Django's cache in Redis, which all workers share. core/redis/cache.py asks it, or replaces it while it is away."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import ResponseError

from core.redis.locations import places


class JsonSerializer:
    """JSON. Django's own serializer unpickles, so anybody who can write to Redis could run code in a worker."""

    def dumps(self, value: Any) -> Any:
        # Redis increments integers that are stored as text.
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: Any) -> Any:
        """Raises ValueError for a value that is not JSON."""
        try:
            return json.loads(data)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class SharedCache(RedisCache):
    """Django's cache in Redis; LOCATION is a list with one REDIS_URL. A value that cannot be read counts as missing."""

    def __init__(self, server: list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SharedCacheClient

    def count(self, key: str, amount: int, timeout: int) -> int:
        """Add to a count that begins at 0, and keep it for `timeout` seconds from now on. Returns the sum. One trip to
        Redis, where `add` and `incr` take three."""
        return cast(SharedCacheClient, self._cache).count(self.make_and_validate_key(key), amount, timeout)

    def ping(self) -> None:
        """Raises redis-py's error when Redis does not answer."""
        self._cache.get_client().ping()


class SharedCacheClient(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, serializer=JsonSerializer, **options)
        self._place = places(servers[0])[0]

    @cached_property
    def _connected(self) -> Any:
        return self._place.client()

    def get_client(self, *_: Any, **__: Any) -> Any:
        return self._connected

    def get(self, key: Any, default: Any) -> Any:
        try:
            return super().get(key, default)
        except ValueError:
            return default
        except ResponseError as error:
            _expect_another_type(error)
            return default

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        lost = object()
        found = {key: self.get(key, lost) for key in keys}
        return {key: value for key, value in found.items() if value is not lost}

    def count(self, key: Any, amount: int, timeout: int) -> int:
        """What holds no number is counted from 0 again."""
        try:
            return self._count(key, amount, timeout)
        except ResponseError as error:
            _expect_another_type(error)
            self.delete(key)
            return self._count(key, amount, timeout)

    def _count(self, key: Any, amount: int, timeout: int) -> int:
        with self.get_client().pipeline(transaction=False) as together:
            together.incrby(key, amount).expire(key, timeout)
            count, _ = together.execute()
        return int(count)

    def incr(self, key: Any, delta: int) -> int:
        """Raises ValueError for a missing key, and for one that holds no number."""
        try:
            count: int = super().incr(key, delta)
        except ResponseError as error:
            _expect_another_type(error)
            self.delete(key)
            raise ValueError(f"{key} held no number that can be counted on.") from None
        return count


def _expect_another_type(error: ResponseError) -> None:
    """Raise the error again when it is not about the value's type: Redis is full, or became a replica."""
    if type(error) is not ResponseError:
        raise error
