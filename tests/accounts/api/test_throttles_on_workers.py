"""Workers count together in Redis, and each for itself while Redis is away."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab.clients.person import PASSWORD, Person
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site

Workers = tuple[Site, Site]

# ACCOUNT_RATES: failures at one account from one address in ten minutes; changes by one person in ten seconds.
FAILURES = 10
CHANGES, CHANGES_SECONDS = 60, 10


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with Redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, redis: Redis) -> Iterator[Workers]:
    """Two of one site in production, where the rates are those of the settings."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('shared')}/site.sqlite3"
    first, second = (
        Site(tmp_path_factory.mktemp("worker"), database_url=database_url, redis_url=redis.url, env=PRODUCTION)
        for _ in range(2)
    )
    with first, second:
        Person.set_up(first)
        yield first, second


@pytest.fixture(autouse=True)
def _within_one_window() -> None:
    """No window of the servers' clock may end in the middle of a test, also on a busy machine."""
    left = 600 - time.time() % 600
    if left < 60:
        time.sleep(left)


@pytest.fixture
def without_redis(redis: Redis) -> Iterator[None]:
    redis.kill()
    yield
    redis.start()


@pytest.fixture
def hanging_redis(redis: Redis) -> Iterator[None]:
    redis.pause()
    yield
    redis.resume()


def sign_in(site: Site, username: str, password: str = "wrong") -> int:
    credentials = {"username": username, "password": password}
    return site.client().post("/api/session/", json=credentials).status_code


def test_workers_count_together_also_what_comes_at_once(workers: Workers) -> None:
    with ThreadPoolExecutor(2 * FAILURES) as threads:
        statuses = list(threads.map(lambda turn: sign_in(workers[turn % 2], "mai"), range(2 * FAILURES)))
    assert sorted(statuses) == [401] * FAILURES + [429] * FAILURES


def test_workers_count_changes_together(workers: Workers) -> None:
    devices = [Person.sign_in(site, "hanako") for site in workers]
    statuses: list[int] = []
    wait_until(lambda: within_a_window(devices, statuses), 120, "a window that is long enough for this machine")
    assert statuses == [200] * CHANGES + [429] * 10
    assert {device.http.get("me/").status_code for device in devices} == {200}


def within_a_window(devices: list[Person], statuses: list[int]) -> bool:
    """Makes the changes from the beginning of a window on. Whether that one lasted to the end."""
    time.sleep(CHANGES_SECONDS - time.time() % CHANGES_SECONDS)
    window = time.time() // CHANGES_SECONDS
    change = {"status_text": "tea"}
    statuses[:] = [devices[turn % 2].http.patch("me/", json=change).status_code for turn in range(CHANGES + 10)]
    return time.time() // CHANGES_SECONDS == window


@pytest.mark.usefixtures("hanging_redis")
@pytest.mark.timed
def test_a_hanging_redis_holds_nobody_up_for_long(workers: Workers) -> None:
    began = time.monotonic()
    assert [sign_in(workers[0], "hanako", PASSWORD) for _ in range(3)] == [200] * 3
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("without_redis")
def test_without_redis_nobody_is_locked_out_and_nothing_is_open(workers: Workers) -> None:
    for site in workers:
        assert sign_in(site, "hanako", PASSWORD) == 200
        assert [sign_in(site, "yuki") for _ in range(FAILURES + 1)] == [401] * FAILURES + [429]


@pytest.mark.usefixtures("without_redis")
def test_without_redis_a_ticket_opens_one_socket(workers: Workers) -> None:
    ticket = Person.sign_in(workers[0], "hanako").http.post("session/ticket/").json()["ticket"]
    assert [upgrade(workers[0], f"/ws/chat/?ticket={ticket}") for _ in range(2)] == [101, 401]


def upgrade(site: Site, path: str) -> int:
    """The status that a WebSocket handshake is answered with."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
    }
    with site.client().stream("GET", path, headers=headers) as answer:
        return answer.status_code
