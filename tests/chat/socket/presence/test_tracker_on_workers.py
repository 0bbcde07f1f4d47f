"""Who is here, at workers that come and go."""

import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from pytest_django import Settings

from chat.socket.presence.present import looking_among
from chat.socket.presence.remote import REFRESH_SECONDS
from chat.socket.presence.states import State
from chat.socket.presence.store import EXPIRY_SECONDS, PREFIX, VERSION, WORKERS
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter, Listener
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.chat.socket.presence.watching import news, watch


def sees(chatter: Chatter, person: Person, state: str) -> None:
    """At once, or as soon as it has come round to this worker."""
    if watch(chatter, person) != [state]:
        assert news(chatter, person) == state


def late_news(chatter: Chatter, after_seconds: float = 0) -> Json:
    """What comes with a refresh at the latest, and with a busy machine's delay."""
    while (frame := chatter.receive(after_seconds + REFRESH_SECONDS + 20))["type"] != "presence":
        pass
    return frame


class Pair(NamedTuple):
    """Two workers of one site."""

    redis: Redis
    first: Site
    second: Site


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres) -> Iterator[Pair]:
    database_url = postgres_server.create_database("presence")
    folders = [tmp_path_factory.mktemp(name) for name in ("redis", "first", "second")]
    with ExitStack() as running:
        redis = running.enter_context(Redis(folders[0]))
        sites = [
            running.enter_context(Site(folder, database_url=database_url, redis_url=redis.url))
            for folder in folders[1:]
        ]
        Person.set_up(sites[0])
        yield Pair(redis, *sites)


class TestWorkers:
    @pytest.fixture
    def kenji(self, pair: Pair) -> Person:
        return Person.register(pair.first, f"kenji-{uuid.uuid4().hex[:8]}")

    @pytest.fixture
    def mai(self, pair: Pair) -> Person:
        return Person.register(pair.second, f"mai-{uuid.uuid4().hex[:8]}")

    @pytest.fixture
    def room(self, kenji: Person, mai: Person) -> Json:
        return kenji.create_room("Kitchen", mai)

    @pytest.mark.timed
    def test_each_sees_who_is_at_the_other(self, kenji: Person, mai: Person, room: Json) -> None:
        with Listener(kenji) as k:  # for less time than the refresh takes, which would bring it
            assert watch(k, mai) == ["offline"]
            with Listener(mai) as m:
                assert news(k, mai) == "online"
                sees(m, kenji, "online")
                m.ask("presence.set", state="away")
                assert news(k, mai) == "away"
            assert news(k, mai) == "offline"

    @pytest.mark.timed
    def test_somebody_at_both_is_gone_when_they_have_left_both(
        self, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        with Listener(kenji) as k, Chatter(Person.sign_in(pair.first, mai.username)) as here:
            here.ask("presence.set", state="away")
            with Chatter(mai):
                sees(k, mai, "online")
            assert news(k, mai) == "away"
        with Listener(kenji) as k:
            sees(k, mai, "offline")

    def test_which_room_a_device_shows_is_read_from_all_of_them(
        self, pair: Pair, kenji: Person, mai: Person, room: Json, settings: Settings
    ) -> None:
        settings.REDIS_URL = pair.redis.url

        def looking() -> set[int]:
            return set(looking_among([mai.id, kenji.id]).get(mai.id, ()))

        elsewhere = mai.create_room("Attic")
        with Chatter(mai) as there, Chatter(Person.sign_in(pair.first, mai.username)) as here:
            here.ask("presence.set", state="online", room=room["id"])
            there.ask("presence.set", state="online", room=elsewhere["id"])
            wait_until(lambda: looking() == {room["id"], elsewhere["id"]}, what="both to be written")
            pair.redis.kill()
            pair.redis.start()
            # Somebody comes before the workers have missed what Redis has lost: it is more than that one.
            with Chatter(kenji), Chatter(Person.sign_in(pair.second, kenji.username)):
                wait_until(lambda: looking() == {room["id"], elsewhere["id"]}, what="both to be written anew")
            there.ask("presence.set", state="away", room=elsewhere["id"])
            wait_until(lambda: looking() == {room["id"]}, what="one to be away")
            assert here.ask("presence.set", state="online", room=2**40)["code"] == "not_found"
        wait_until(lambda: looking() == set(), what="both to be gone")

    def test_a_status_shows_at_the_other(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai):
            watch(k, mai)
            mai.http.patch("me/", json={"status_text": "back at five"}).raise_for_status()
            assert k.wait_for("user")["user"]["status"] == {"emoji": "", "text": "back at five"}

    def test_without_redis_a_worker_tells_what_it_knows(
        self, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        neighbour = Person.register(pair.first, f"aoi-{uuid.uuid4().hex[:8]}")
        kenji.http.post(f"rooms/{room['id']}/members/", json={"users": [neighbour.id]}).raise_for_status()
        with Chatter(kenji) as k, Chatter(mai) as m:
            sees(k, mai, "online")
            assert watch(k, mai, neighbour) == ["online", "offline"]
            pair.redis.kill()
            try:
                with Chatter(neighbour):
                    assert news(k, neighbour) == "online"
                    assert watch(k, neighbour, mai) == ["online", "online"]
                m.ask("presence.set", state="away")
            finally:
                pair.redis.start()
            # It has lost everything, and is told anew.
            sees(k, mai, "away")
            sees(m, kenji, "online")

    def test_what_nobody_told_is_found_at_the_next_refresh(
        self, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        """A worker that has written and then could not publish."""
        with Chatter(kenji) as k, pair.redis.client() as redis:
            assert watch(k, mai) == ["offline"]
            redis.hset(f"{PREFIX}silent", mapping={mai.id: int(State.AWAY), VERSION: 1})
            redis.sadd(WORKERS, "silent")
            assert late_news(k) == {"type": "presence", "user": mai.id, "state": "away"}
            redis.delete(f"{PREFIX}silent")
            assert late_news(k) == {"type": "presence", "user": mai.id, "state": "offline"}
            wait_until(lambda: b"silent" not in redis.smembers(WORKERS), what="the worker to be forgotten")

    @pytest.mark.timed
    def test_the_people_of_a_worker_that_was_killed_are_gone_in_time(
        self, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        with Chatter(kenji) as k, Chatter(mai):
            sees(k, mai, "online")
            began = time.monotonic()
            pair.second.kill()
            try:
                frame = late_news(k, EXPIRY_SECONDS)
                seconds = time.monotonic() - began
            finally:
                pair.second.start()
            assert (frame["user"], frame["state"]) == (mai.id, "offline")
            assert seconds < 45
