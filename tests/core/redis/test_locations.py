"""What REDIS_URL may say, and what is said where it is wrong."""

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from redis.asyncio.connection import SSLConnection

from core.redis.locations import AnyNode, Cluster, One, Watched, places
from lab.programs.redis import Redis


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("redis://a:6379/0", [One("redis://a:6379/0")]),
        ("unix:///run/redis.sock", [One("unix:///run/redis.sock")]),
        ("redis://a, rediss://:pw@b:1/2", [One("redis://a"), One("rediss://:pw@b:1/2")]),
        ("redis+sentinel://a/hearth", [Watched((("a", 26379),), "hearth", {"db": 0})]),
        (
            "redis+sentinel://irori:p%40ss:word@a:1,[::1]:2/hearth/3",
            [Watched((("a", 1), ("::1", 2)), "hearth", {"username": "irori", "password": "p@ss:word", "db": 3})],
        ),
        ("redis+cluster://a,b:7000", [Cluster((("a", 6379), ("b", 7000)), {})]),
        ("rediss+cluster://:pw@a", [Cluster((("a", 6379),), {"password": "pw", "ssl": True})]),
    ],
)
def test_names_one_or_several(setting: str, expected: list[object]) -> None:
    assert places(setting) == expected


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("localhost:6379", "REDIS_URL must be like redis://host:6379/0"),
        ("http://a", "REDIS_URL must be like"),
        ("redis://a, b", "REDIS_URL must be like"),
        ("redis+sentinel://a,b", "needs the name of the master"),
        ("redis+sentinel://a/hearth/first", "number of a database, not 'first'"),
        ("redis+cluster://a:b", "must name its hosts like"),
    ],
)
def test_what_it_does_not_understand_it_says(setting: str, complaint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint):
        places(setting)


def test_a_connection_to_a_cluster_goes_to_another_node_each_time() -> None:
    nodes = [("a", 1), ("b", 2), ("c", 3)]
    connection = AnyNode(nodes=nodes)
    assert sorted(connection.next_node() for _ in nodes) == nodes
    assert {AnyNode(nodes=nodes).next_node() for _ in range(200)} == set(nodes), "all workers begin at one"


def test_tls_reaches_the_layers_connections() -> None:
    (place,) = places("rediss+cluster://a")
    assert issubclass(place.layer_host()["connection_class"], SSLConnection)
    (place,) = places("rediss+sentinel://a/hearth")
    assert (place.layer_host()["ssl"], place.layer_host()["sentinel_kwargs"]["ssl"]) == (True, True)


def test_the_cache_is_where_it_says(settings: Settings, redis_server: Redis) -> None:
    backend = "core.redis.shared_cache.SharedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": [f"{redis_server.url}, redis://127.0.0.1:1"]}}
    cache = caches["default"]
    assert cache.add("tries", 1, timeout=10)
    assert not cache.add("tries", 1, timeout=10)
    assert cache.incr("tries") == 2
    with redis_server.client() as client:
        assert client.get(cache.make_key("tries")) == b"2"
