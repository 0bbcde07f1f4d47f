"""Everybody is told of what concerns them alone, in the end, whatever lies between them and the change."""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter, Listener
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site
from tests.chat.socket.faults.redis.pair import FAULTS, Fault, Pair, heard_of, on

pytestmark = pytest.mark.timed
DATABASE = "own_state"
ENV = NO_HEARTBEAT


def remove(by: Person, person: Person, room: Json) -> None:
    by.http.delete(f"rooms/{room['id']}/members/{person.id}/").raise_for_status()


def add(by: Person, person: Person, room: Json) -> None:
    by.http.post(f"rooms/{room['id']}/members/", json={"users": [person.id]}).raise_for_status()


def own_rev(person: Person, epoch: str) -> int:
    answer = person.http.post("sync/", json={"epoch": epoch, "rooms": {}, "me": 0}).raise_for_status()
    return int(answer.json()["me"]["head"])


@FAULTS
def test_who_left_and_came_back_meanwhile_is_told(
    fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json
) -> None:
    with Listener(kenji) as k, Listener(mai) as m:
        with fault(pair):
            remove(kenji, mai, room)
            add(kenji, mai, room)
        joined = m.wait_for("room.joined", room=room["id"])
        assert joined["me"] == own_rev(mai, m.hello["epoch"])
        heard_of(m, room, k.say(room, "welcome back")["rev"])


@FAULTS
def test_every_kind_of_own_state_is_told(fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    kenji.say(room, "read this")
    there, draft = on(pair.first, mai), {"text": "I was about to", "at": "2026-11-20T09:12:00Z"}
    with Listener(mai) as m, Listener(kenji) as k:
        assert k.ask("presence.watch", users=[mai.id])["type"] == "ok"
        with fault(pair):
            there.http.post(f"rooms/{room['id']}/read/", json={"seq": 1}).raise_for_status()
            there.http.patch(f"rooms/{room['id']}/mine/", json={"muted": True}).raise_for_status()
            there.http.put(f"rooms/{room['id']}/draft/", json=draft).raise_for_status()
            there.http.patch("me/", json={"display_name": "Mai the Second"}).raise_for_status()
            there.http.post("sections/", json={"name": "Work"}).raise_for_status()
        began = time.monotonic()
        me = m.hello["me"]
        assert m.wait_for("read", me=me + 1)["seq"] == 1
        assert m.wait_for("room.mine", me=me + 2)["muted"]
        assert m.wait_for("draft", me=me + 3)["text"] == draft["text"]
        assert m.wait_for("user", me=me + 4)["user"]["display_name"] == "Mai the Second"
        assert [section["name"] for section in m.wait_for("sections", me=me + 5)["sections"]] == ["Work"]
        watched = k.wait_for("user")
        assert (watched["user"]["id"], "me" in watched) == (mai.id, False)
        assert time.monotonic() - began < m.answer_seconds
        assert not [frame for frame in k.heard() if "me" in frame]


@FAULTS
def test_own_state_that_another_app_keeps_is_told(
    fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json
) -> None:
    with Listener(mai) as m:
        with fault(pair):
            on(pair.first, mai).http.put(f"me/hidden/{kenji.id}/").raise_for_status()
            body = {"seconds": 600, "reason": "Cool down"}
            kenji.http.put(f"rooms/{room['id']}/mutes/{mai.id}/", json=body).raise_for_status()
        me = m.hello["me"]
        assert m.wait_for("hidden.changed", me=me + 1)["user"] == kenji.id
        assert m.wait_for("mute.changed", me=me + 2)["reason"] == "Cool down"


def test_what_a_frozen_worker_missed_is_told(pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    there = on(pair.first, mai)
    with Listener(mai) as m:
        pair.second.pause()
        try:
            pair.redis.kill()  # so that nothing waits for the worker either
            there.http.patch(f"rooms/{room['id']}/mine/", json={"favourite": True}).raise_for_status()
            pair.redis.start()
            time.sleep(2.5)  # as long as it takes to count as frozen
        finally:
            pair.second.resume()
        assert m.wait_for("room.mine", me=m.hello["me"] + 1)["favourite"]


class TestRemoved:
    """Nothing whose sending began after the removal was acknowledged comes to the removed person's sockets."""

    @pytest.fixture(params=["told", "lost"])
    def is_lost(self, request: pytest.FixtureRequest) -> bool:
        """Whether Redis loses what it was told while the worker stood still."""
        return bool(request.param == "lost")

    def test_hears_nothing_more_from_a_frozen_worker(
        self, is_lost: bool, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        with Listener(mai) as m:
            m.wait_for("message", rev=kenji.say(room, "before")["rev"])
            pair.second.pause()
            try:
                if is_lost:
                    pair.redis.kill()
                remove(kenji, mai, room)
                if is_lost:
                    pair.redis.start()
                secrets = {kenji.say(room, f"secret {number}")["rev"] for number in range(20)}
                time.sleep(2.5)
            finally:
                pair.second.resume()
            m.wait_for("room.left", room=room["id"])
            late = kenji.say(room, "and later")["rev"]
            assert not heard_revs(m) & {*secrets, late}

    @FAULTS
    def test_hears_nothing_more_whatever_redis_does(
        self, fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        secrets = set()
        with Listener(mai) as m, Listener(kenji) as k:
            with fault(pair):
                remove(kenji, mai, room)
                secrets |= {k.say(room, f"secret {number}")["rev"] for number in range(5)}
            until = time.monotonic() + 3
            while time.monotonic() < until:
                secrets.add(k.say(room, "another secret")["rev"])
            k.wait_for("message", rev=max(secrets))
            m.wait_for("room.left", room=room["id"])
            assert not heard_revs(m) & secrets

    def test_hears_nothing_more_where_they_are_removed_again_and_again(
        self, pair: Pair, kenji: Person, mai: Person, room: Json
    ) -> None:
        with Listener(mai) as m, Listener(kenji) as k:
            for turn in range(20):
                remove(kenji, mai, room)
                secret = k.say(room, f"secret {turn}")["rev"]
                add(kenji, mai, room)
                m.wait_for("room.left", room=room["id"])
                m.wait_for("room.joined", room=room["id"])
                m.wait_for("message", rev=k.say(room, f"welcome {turn}")["rev"])
                assert secret not in heard_revs(m)


def heard_revs(chatter: Chatter) -> set[int]:
    return {frame["rev"] for frame in chatter.heard() if frame["type"] == "message"}


@pytest.fixture(params=["", "redis"])
def alone(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres, redis_server: Redis
) -> Iterator[Site]:
    """One worker, with Redis and without; its database is this test's."""
    database_url = postgres_server.create_database(f"alone_{uuid.uuid4().hex[:8]}")
    redis_url = redis_server.url if request.param else ""
    with Site(tmp_path, database_url=database_url, redis_url=redis_url, env=NO_HEARTBEAT) as site:
        Person.set_up(site)
        yield site


def without(site: Site, table: str) -> Callable[[bool], None]:
    """Takes a table away (True) or brings it back."""

    def rename(away: bool) -> None:
        names = (table, f"{table}_away") if away else (f"{table}_away", table)
        with psycopg.connect(site.env["DATABASE_URL"]) as connection:
            connection.execute("ALTER TABLE {} RENAME TO {}".format(*names))

    return rename


def test_a_start_that_fails_halfway_is_told_later(alone: Site) -> None:
    kenji, mai = Person.register(alone, "kenji"), Person.register(alone, "mai")
    room = kenji.create_room("Kitchen", kind="private")
    mentions = without(alone, "chat_mention")  # which a summary reads
    with Listener(mai) as m:
        mentions(True)
        add(kenji, mai, room)
        wait_until(lambda: "membership.started came to nothing" in alone.log, what="the start to fail")
        mentions(False)
        assert m.wait_for("room.joined", room=room["id"])["me"] == m.hello["me"] + 1
        m.wait_for("message", rev=kenji.say(room, "there you are")["rev"])
        assert [frame["type"] for frame in m.heard()] == []
