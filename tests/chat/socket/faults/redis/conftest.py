"""Two workers of one site, and a person at each. Each module names its DATABASE and the ENV of the workers."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.chat.socket.faults.redis.pair import Pair, redis_is_back, somebody


@pytest.fixture(scope="module")
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres
) -> Iterator[Pair]:
    database_url, env = postgres_server.create_database(request.module.DATABASE), request.module.ENV
    folders = [tmp_path_factory.mktemp(name) for name in ("redis", "first", "second")]
    with ExitStack() as running:
        redis = running.enter_context(Redis(folders[0]))
        link = running.enter_context(Link(redis.port))
        sites = [
            running.enter_context(
                Site(folder, database_url=database_url, redis_url=f"redis://127.0.0.1:{port}/0", env=env)
            )
            for folder, port in zip(folders[1:], (redis.port, link.port), strict=True)
        ]
        Person.set_up(sites[0])
        yield Pair(redis, link, *sites)


@pytest.fixture
def kenji(pair: Pair) -> Person:
    """At the first worker, as everybody who changes something."""
    return somebody(pair.first, "kenji")


@pytest.fixture
def mai(pair: Pair) -> Person:
    """At the second worker, behind the link, as everybody who has to hear of it."""
    return somebody(pair.second, "mai")


@pytest.fixture
def room(pair: Pair, kenji: Person, mai: Person) -> Json:
    """Where both workers have sockets and hear Redis."""
    with Chatter(kenji), Chatter(mai):
        wait_until(lambda: redis_is_back(pair), what="Redis to be back")
    return kenji.create_room("Kitchen", mai, kind="private")
