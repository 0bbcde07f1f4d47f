"""The link to PostgreSQL takes everything and brings nothing, as a pooler that hangs: TCP is content, and no answer ever comes."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.site import Site

pytestmark = pytest.mark.timed

DROPPED_SECONDS = 10
READY_SECONDS = 1.0
CALLS = 12


@pytest.fixture
def link(postgres_server: Postgres) -> Iterator[Link]:
    with Link(postgres_server.port) as link:
        yield link


@pytest.fixture
def site(tmp_path: Path, postgres_server: Postgres, link: Link) -> Iterator[Site]:
    url = postgres_server.create_database(f"link_{uuid.uuid4().hex[:8]}")
    behind = url.replace(f":{postgres_server.port}/", f":{link.port}/")
    with Site(tmp_path, database_url=behind) as site, site.no_traceback():
        yield site


@pytest.fixture
def hanako(site: Site) -> Person:
    return Person.set_up(site)


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def sends(chatter: Chatter, room: Json) -> bool:
    answer = chatter.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="hello")
    assert answer["type"] == "ok" or answer["code"] == "unavailable", answer
    return bool(answer["type"] == "ok")


def test_it_is_dropped_and_the_site_heals_by_itself(site: Site, hanako: Person, link: Link) -> None:
    room = hanako.create_room("Kitchen")
    with ExitStack() as stack:
        h = stack.enter_context(Chatter(hanako))
        threads = stack.enter_context(ThreadPoolExecutor(CALLS))
        # Connections that are in use, and some that nobody has asked anything for a while.
        assert {answer.status_code for answer in threads.map(lambda _: hanako.http.get("rooms/"), range(CALLS))} == {
            200
        }
        link.swallow()
        with in_time(DROPPED_SECONDS):
            asking = [threads.submit(hanako.http.get, "rooms/") for _ in range(CALLS // 2)]
            assert not sends(h, room)
        with in_time(READY_SECONDS):
            assert site.client().get("/readyz").status_code == 503
        link.mend()
        with in_time(DROPPED_SECONDS):
            wait_until(lambda: sends(h, room), DROPPED_SECONDS)
            wait_until(lambda: hanako.http.get("rooms/").status_code == 200, DROPPED_SECONDS)
            wait_until(lambda: site.answers_with("/readyz"), DROPPED_SECONDS)
            assert {answer.result().status_code for answer in asking} <= {200, 503}
        assert {answer.status_code for answer in threads.map(lambda _: hanako.http.get("rooms/"), range(CALLS))} == {
            200
        }


def test_who_is_put_into_a_room_meanwhile_hears_of_it_soon_after(
    tmp_path: Path, postgres_server: Postgres, link: Link
) -> None:
    """Both what the worker does with the news and its comparison of what it told hang on the link, one after the other."""
    url = postgres_server.create_database(f"link_{uuid.uuid4().hex[:8]}")
    for name in ("redis", "beside", "behind"):
        (tmp_path / name).mkdir()
    with ExitStack() as stack:
        redis = stack.enter_context(Redis(tmp_path / "redis"))
        beside = stack.enter_context(Site(tmp_path / "beside", database_url=url, redis_url=redis.url))
        behind_url = url.replace(f":{postgres_server.port}/", f":{link.port}/")
        behind = stack.enter_context(Site(tmp_path / "behind", database_url=behind_url, redis_url=redis.url))
        hanako, kenji = Person.set_up(beside), Person.register(beside, "kenji")
        k = stack.enter_context(Chatter(Person.sign_in(behind, "kenji")))
        link.swallow()
        room = hanako.create_room("Kitchen", kenji)
        wait_until(lambda: "reconciliation failed" in behind.log, 30, "the comparison to fail")
        link.mend()
        with in_time(DROPPED_SECONDS):
            k.wait_for("room.joined", room=room["id"])
