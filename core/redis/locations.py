"""Parse REDIS_URL: one Redis, several, a master that Sentinels name, or a cluster.

    redis://host:6379/0                                 one
    redis://a:6379/0, redis://b:6379/0                  several: each room is on one of them
    redis+sentinel://:password@a:26379,b:26379/name/0   the present master of this name
    redis+cluster://:password@a:6379,b:6379             a cluster

`rediss` in place of `redis` is TLS. With several, shared counters are on the first.
"""

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import cached_property
from redis import Redis, RedisCluster
from redis.asyncio.connection import Connection, SSLConnection
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode
from redis.exceptions import ResponseError
from redis.retry import Retry
from redis.sentinel import Sentinel

Address = tuple[str, int]

SENTINEL_PORT = 26379
REDIS_PORT = 6379

# Liveness (realtime/fanout/liveness.py) notices a Redis that hangs; these bound a new connection to it.
LAYER_TIMEOUTS = {"socket_timeout": 2, "socket_connect_timeout": 2}
# A request waits for these (core/redis/cache.py).
CACHE_TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}

EXAMPLES = "redis://host:6379/0, redis+sentinel://a:26379,b:26379/name or redis+cluster://a:6379,b:6379"


@dataclass(frozen=True)
class One:
    url: str

    @property
    def hosts(self) -> list[str]:
        return [urlsplit(self.url).hostname or ""]

    def layer_host(self) -> dict[str, Any]:
        return {"address": self.url, **LAYER_TIMEOUTS}

    def client(self) -> Redis:
        options: dict[str, Any] = CACHE_TIMEOUTS
        return Redis.from_url(self.url, retry=Retry(NoBackoff(), 0), **options)


@dataclass(frozen=True)
class Watched:
    """A Redis whose master Sentinels name. The Sentinels are asked without a password."""

    sentinels: tuple[Address, ...]
    name: str
    options: dict[str, Any]

    @property
    def hosts(self) -> list[str]:
        return [host for host, _ in self.sentinels]

    def layer_host(self) -> dict[str, Any]:
        # By default redis-py asks an unreachable Sentinel four times, with pauses.
        asking = {**LAYER_TIMEOUTS, "retry": AsyncRetry(NoBackoff(), 0), "ssl": "ssl" in self.options}
        return {
            "sentinels": list(self.sentinels),
            "master_name": self.name,
            "sentinel_kwargs": asking,
            **self.options,
            **LAYER_TIMEOUTS,
        }

    def client(self) -> Redis:
        once: dict[str, Any] = {**CACHE_TIMEOUTS, "retry": Retry(NoBackoff(), 0)}
        asking = {**once, "ssl": "ssl" in self.options}
        watching = Sentinel(list(self.sentinels), sentinel_kwargs=asking, **once, **self.options)
        master: Redis = watching.master_for(self.name)
        return master


@dataclass(frozen=True)
class Cluster:
    nodes: tuple[Address, ...]
    options: dict[str, Any]

    @property
    def hosts(self) -> list[str]:
        return [host for host, _ in self.nodes]

    def layer_host(self) -> dict[str, Any]:
        """A cluster sends every publish to all its nodes: a worker listens at one of them, and at another when that one
        dies."""
        options = {name: value for name, value in self.options.items() if name != "ssl"}
        kind = AnyNodeOverTls if self.options.get("ssl") else AnyNode
        return {"connection_class": kind, "nodes": self.nodes, **options, **LAYER_TIMEOUTS}

    def client(self) -> RedisCluster:
        nodes = [ClusterNode(host, port) for host, port in self.nodes]
        options: dict[str, Any] = {**self.options, **CACHE_TIMEOUTS}
        return RedisCluster(startup_nodes=nodes, retry=Retry(NoBackoff(), 1), **options)


Place = One | Watched | Cluster


class AnyNode(Connection):
    """A connection that tries the next node each time it connects."""

    def __init__(self, *, nodes: Sequence[Address], **options: Any) -> None:
        self._nodes = random.sample(nodes, len(nodes))
        super().__init__(**options)

    def next_node(self) -> Address:
        self._nodes.append(self._nodes.pop(0))
        return self._nodes[-1]

    async def _connect(self) -> None:
        self.host, self.port = self.next_node()
        await super()._connect()


class AnyNodeOverTls(AnyNode, SSLConnection):
    pass


def places(setting: str) -> list[Place]:
    """The Redis servers that REDIS_URL names. Raises ImproperlyConfigured with a text that says what to write."""
    # A comma separates whole URLs, or the hosts of one URL.
    return [_place(url) for url in re.split(r"[,\s]+(?=[\w+]+://)", setting.strip())]


def _place(url: str) -> Place:
    parts = urlsplit(url)
    if parts.scheme in ("redis", "rediss", "unix") and "," not in url:
        return One(url)
    if parts.scheme in ("redis+sentinel", "rediss+sentinel"):
        name, _, database = parts.path.strip("/").partition("/")
        if not name:
            raise ImproperlyConfigured(f"REDIS_URL needs the name of the master after its Sentinels: {EXAMPLES}.")
        return Watched(_addresses(parts, SENTINEL_PORT), name, {**_options(parts), "db": _number(database or "0")})
    if parts.scheme in ("redis+cluster", "rediss+cluster"):
        return Cluster(_addresses(parts, REDIS_PORT), _options(parts))
    raise ImproperlyConfigured(f"REDIS_URL must be like {EXAMPLES}; several begin with redis:// each.")


def _addresses(parts: SplitResult, default: int) -> tuple[Address, ...]:
    hosts = [host.strip() for host in parts.netloc.rpartition("@")[2].split(",")]
    found = [re.fullmatch(r"(\[[^\]]+\]|[^:\s]+)(?::(\d+))?", host) for host in hosts]
    if None in found:
        raise ImproperlyConfigured(f"REDIS_URL must name its hosts like {EXAMPLES}.")
    return tuple((match[1].strip("[]"), int(match[2] or default)) for match in found if match)


def _options(parts: SplitResult) -> dict[str, Any]:
    # parts.password would first look for a port behind the last colon.
    username, _, password = parts.netloc.rpartition("@")[0].partition(":")
    options = {"username": unquote(username), "password": unquote(password), "ssl": parts.scheme.startswith("rediss")}
    return {name: value for name, value in options.items() if value}


def _number(database: str) -> int:
    if not database.isdigit():
        raise ImproperlyConfigured(f"REDIS_URL must end with the number of a database, not {database!r}.")
    return int(database)


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
