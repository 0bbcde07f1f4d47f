"""Who is here: at one worker, and at several that come and go."""

import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from chat.socket.presence.remote import REFRESH_SECONDS
from chat.socket.presence.states import State
from chat.socket.presence.store import EXPIRY_SECONDS, PREFIX, VERSION, WORKERS
from chat.socket.presence.tracker import LINGER_SECONDS
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter, Listener
from lab.servers.postgres import Postgres
from lab.servers.redis import Redis
from lab.servers.site import Site


def watch(chatter: Chatter, *people: Person) -> list[str]:
    """How each of them is."""
    answer = chatter.ask("presence.watch", users=[person.id for person in people])
    assert answer["type"] == "ok", answer
    return [answer["presence"][str(person.id)] for person in people]


def news(chatter: Chatter, person: Person) -> str:
    state: str = chatter.wait_for("presence", user=person.id)["state"]
    return state


def sees(chatter: Chatter, person: Person, state: str) -> None:
    """At once, or as soon as it has come round to this worker."""
    if watch(chatter, person) != [state]:
        assert news(chatter, person) == state


def late_news(chatter: Chatter, after_seconds: float = 0) -> Json:
    """What comes with a refresh at the latest."""
    while (frame := chatter.receive(after_seconds + REFRESH_SECONDS + 5))["type"] != "presence":
        pass
    return frame


class TestWatching:
    def test_those_who_come_and_go_are_seen(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k:
            assert watch(k, mai, kenji) == ["offline", "online"]
            with Chatter(mai):
                assert news(k, mai) == "online"
            assert news(k, mai) == "offline"

    def test_it_tells_of_no_stranger(self, kenji: Person, mai: Person, outsider: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai), Chatter(outsider) as o:
            assert watch(o, kenji, mai) == ["offline", "offline"]
            assert watch(k, outsider) == ["offline"]
            o.tell("presence.set", state="away")
            o.ask("ping")
            assert watch(k, mai) == ["online"]
            assert k.heard() == []

    def test_somebody_whom_i_meet_no_more_is_a_stranger(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            assert watch(m, kenji) == watch(k, kenji) == ["online"]
            kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
            m.wait_for("room.left")
            m.ask("ping")
            k.ask("presence.set", state="away")
            assert news(k, kenji) == "away"
            assert "presence" not in {frame["type"] for frame in m.heard()}
            assert watch(m, kenji) == ["offline"]

    def test_a_watch_replaces_the_one_before(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            watch(k, mai)
            assert watch(k) == []
            m.ask("presence.set", state="away")
            assert watch(k, mai) == ["away"]
            assert k.heard() == []

    @pytest.mark.parametrize("users", [list(range(1, 202)), ["1"], [0], None])
    def test_who_is_no_list_of_people_is_refused(self, kenji: Person, users: object) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.watch", users=users)["code"] == "invalid"

    def test_a_person_who_never_was_is_offline(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.watch", users=[2**62])["presence"] == {str(2**62): "offline"}


class TestDevices:
    def test_somebody_is_away_when_all_their_devices_are(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as phone, Chatter(mai) as laptop:
            assert watch(k, mai) == ["online"]
            phone.ask("presence.set", state="away")
            assert watch(k, mai) == ["online"]
            laptop.ask("presence.set", state="away")
            assert news(k, mai) == "away"
            phone.ask("presence.set", state="online")
            assert news(k, mai) == "online"

    def test_the_last_device_to_go_counts(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as phone:
            with Chatter(mai):
                phone.ask("presence.set", state="away")
                assert watch(k, mai) == ["online"]
            assert news(k, mai) == "away"

    def test_a_page_that_is_loaded_anew_was_never_gone(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k:
            with Chatter(mai):
                assert watch(k, mai) == ["online"]
            with Chatter(mai):
                began = time.monotonic()
                while time.monotonic() - began < LINGER_SECONDS + 1:
                    k.ask("ping")
                    time.sleep(0.2)
                assert k.heard() == []
                assert watch(k, mai) == ["online"]

    def test_no_other_state_can_be_set(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.set", state="offline")["code"] == "invalid"


class TestStatus:
    def test_it_shows_to_my_devices_and_to_those_who_watch_me(
        self, kenji: Person, mai: Person, outsider: Person, room: Json
    ) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
            watch(k, mai)
            watch(o, mai)
            status = {"emoji": "🍵", "text": "お茶"}
            mai.http.patch("me/", json={"status_emoji": "🍵", "status_text": "お茶"}).raise_for_status()
            for chatter in (k, m):
                assert chatter.wait_for("user")["user"]["status"] == status
            assert o.heard() == []
            assert m.say(room, "くつろいでいます")["author"]["status"] == status

    def test_what_nobody_sees_is_told_to_nobody(self, mai: Person) -> None:
        with Chatter(mai) as m:
            mai.http.patch("me/", json={"language": "ja"}).raise_for_status()
            mai.http.patch("me/", json={"status_text": ""}).raise_for_status()
            assert m.heard() == []


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
            assert b"silent" not in redis.smembers(WORKERS)

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
            finally:
                pair.second.start()
            assert (frame["user"], frame["state"]) == (mai.id, "offline")
            assert time.monotonic() - began < 45
