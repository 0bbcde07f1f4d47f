"""Whoever can write to Redis runs no code of theirs in a worker, and brings none down."""

import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings
from redis.exceptions import OutOfMemoryError

from accounts.services import sessions
from core.rate_limits.windows import Rate, Window
from lab.clients.person import Person
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.support.in_process import PASSWORD, Api, a_user

# What is planted: neither a number nor JSON, a number that cannot grow, JSON that is no number or goes too deep, and another type.
LONGEST = 2**63 - 1
DEEP = b"[" * 100_000


class Trap:
    """Runs a command when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.proof,)


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    return tmp_path / "code-ran"


@pytest.fixture
def planted(proof: Path) -> list[bytes]:
    trap = pickle.dumps(Trap(proof))
    assert pickle.loads(trap) is None
    assert proof.exists(), "unpickled, it leaves a trace"
    proof.unlink()
    return [trap, b"", b"\xff\xfe", b'"text"', b"{}", DEEP, str(LONGEST).encode()]


@pytest.fixture
def redis(redis_server: Redis, settings: Settings) -> Iterator[Redis]:
    settings.REDIS_URL = redis_server.url
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "core.redis.shared_cache.SharedCache",
            "LOCATION": [redis_server.url],
            "KEY_PREFIX": "irori",
        },
    }
    with redis_server.client() as client:
        client.flushall()
    yield redis_server
    with redis_server.client() as client:
        client.flushall()


def test_what_cannot_be_read_is_not_there(redis: Redis, planted: list[bytes], proof: Path) -> None:
    cache = caches["default"]
    with redis.client() as client:
        for value in planted:
            client.set(cache.make_key("ready"), value)
            assert cache.get("ready", "nothing") in ("nothing", "text", {}, LONGEST)
            assert cache.get_many(["ready"]).keys() <= {"ready"}
        client.delete(cache.make_key("ready"))
        client.rpush(cache.make_key("ready"), "a", "list")
        assert cache.get("ready", "nothing") == "nothing"
    assert not proof.exists()


def test_a_spoilt_counter_counts_anew(redis: Redis, planted: list[bytes], proof: Path) -> None:
    rate = Rate.read("3/hour")
    for value in planted:
        window = Window(rate, "spoilt", str(value[:20]))
        assert window.add()
        with redis.client() as client:
            (key,) = client.keys("*tries*")
            client.set(key, value)
            assert [window.add() for _ in range(4)] == [True, True, True, False]
            assert 0 < client.ttl(key) <= 2 * rate.seconds, "and is forgotten some day"
            client.set(key, value)
            window.take_back()
            client.delete(key)
    assert not proof.exists()


def test_a_counter_of_another_type_counts_anew(redis: Redis) -> None:
    window = Window(Rate.read("3/hour"), "spoilt", "by a list")
    window.add()
    with redis.client() as client:
        (key,) = client.keys("*tries*")
        client.delete(key)
        client.rpush(key, "a", "list")
    assert [window.add() for _ in range(4)] == [True, True, True, False]


def test_a_redis_that_is_full_is_no_spoilt_counter(redis: Redis) -> None:
    cache = caches["default"]
    cache.set("count", 1)
    with redis.client() as client:
        client.config_set("maxmemory", "1")
        client.config_set("maxmemory-policy", "noeviction")
        try:
            with pytest.raises(OutOfMemoryError):
                cache.incr("count")
        finally:
            client.config_set("maxmemory", "0")
    assert cache.incr("count") == 2


@pytest.mark.django_db
def test_a_ticket_that_somebody_spoilt_opens_nothing(redis: Redis, planted: list[bytes], proof: Path) -> None:
    hanako = a_user("hanako")
    for value in planted:
        ticket = Api(hanako).post("session/ticket/").body["ticket"]
        with redis.client() as client:
            before = set(client.keys("*"))
            sessions.redeem_ticket(ticket)
            (key,) = set(client.keys("*")) - before
            client.set(key, value)
        with pytest.raises(Exception, match="token_invalid"):
            sessions.redeem_ticket(ticket)
    assert not proof.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("patient_checks")
def test_ready_only_asks_whether_it_is_there(redis: Redis, planted: list[bytes], proof: Path) -> None:
    with redis.client() as planting:
        for name in ("ready", "irori:1:ready", ":1:ready"):
            planting.set(name, planted[0])
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "ok"})
    assert not proof.exists()


def test_a_real_worker_runs_nothing_and_answers_all_the_same(
    redis_server: Redis, planted: list[bytes], proof: Path, tmp_path: Path
) -> None:
    """Every key that a sign-in, a ticket and a letter leave is spoilt, and all of it is done again."""
    (tmp_path / "site").mkdir()
    with redis_server.client() as client:
        client.flushall()
    database = f"sqlite:///{tmp_path}/site.sqlite3"
    with Site(tmp_path / "site", database_url=database, redis_url=redis_server.url, env=PRODUCTION) as site:
        hanako = Person.set_up(site)
        for value in [b"0", *planted]:
            with redis_server.client() as client:
                keys = [*client.keys("irori*"), b"irori:1:ready"]
                for key in keys:
                    client.set(key, value, keepttl=True)
            credentials = {"username": "hanako", "password": PASSWORD}
            wait_until(lambda: site.answers_with("/readyz"), what="the checks")
            statuses = [
                site.client().post("/api/session/", json=credentials).status_code,
                hanako.http.post("session/ticket/").status_code,
                hanako.http.patch("me/", json={"display_name": f"Hanako {time.time_ns()}"}).status_code,
            ]
            assert max(statuses) < 300, (value[:20], statuses)
        assert not proof.exists()
        assert "Traceback" not in site.log
