"""Parse REDIS_URL: one Redis, several, a master that Sentinels name, or a cluster.

    redis://host:6379/0                                 one
    redis://a:6379/0, redis://b:6379/0                  several: each room is on one of them
    redis+sentinel://:password@a:26379,b:26379/name/0   the present master of this name
    redis+cluster://:password@a:6379,b:6379             a cluster

`rediss` in place of `redis` is TLS. With several, shared counters are on the first.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from redis import Redis, RedisCluster
from redis.asyncio.connection import Connection, SSLConnection
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode
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
