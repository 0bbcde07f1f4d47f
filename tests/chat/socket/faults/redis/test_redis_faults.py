"""Redis is only the fast way: two workers, and everything that can happen to what connects them."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter, Listener
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, wait_until
from lab.servers.site import Site
from tests.chat.socket.faults.redis.pair import (
    ACKNOWLEDGED_SECONDS,
    FAULTS,
    HEARD_SECONDS,
    Fault,
    Pair,
    heard_of,
    hung,
    on,
    redis_is_back,
)

pytestmark = pytest.mark.timed
DATABASE = "redis_faults"
ENV: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _no_traceback(pair: Pair) -> Iterator[None]:
    with pair.first.no_traceback(), pair.second.no_traceback():
        yield


class Conversation:
    """Two sockets at two workers, and every change of their room that each has been told of."""

    def __init__(self, kenji: Chatter, mai: Chatter, room: Json) -> None:
        self.chatters = (kenji, mai)
        self.room = room

    def both_speak(self, text: str) -> int:
        """Each is acknowledged in time and heard by both in time; returns the last rev."""
        for speaker in self.chatters:
            began = time.monotonic()
            message = speaker.say(self.room, text)
            assert time.monotonic() - began < ACKNOWLEDGED_SECONDS, f"acknowledged late: {text}"
            for listener in self.chatters:
                frame = listener.wait_for("message", rev=message["rev"])
                assert frame["message"] == message
            assert time.monotonic() - began < HEARD_SECONDS, f"heard late: {text}"
        return int(message["rev"])


class Diary(Listener):
    """Remembers the revs of all changes that came, in the order they came."""

    def __init__(self, person: Person) -> None:
        super().__init__(person)
        self.revs: list[int] = []

    def receive(self, timeout: float | None = None) -> Json:
        frame = super().receive(HEARD_SECONDS if timeout is None else timeout)
        if "rev" in frame:
            self.revs.append(frame["rev"])
        return frame


def workers(redis: Redis) -> set[bytes]:
    """Whoever is heard within a second."""
    names = set()
    with redis.client() as client, client.pubsub(ignore_subscribe_messages=True) as overheard:
        overheard.subscribe("irori__pulse__")
        until = time.monotonic() + 1
        while (left := until - time.monotonic()) > 0:
            if beat := overheard.get_message(timeout=left):
                names.add(beat["data"].split()[0])
    return names


@FAULTS
def test_everything_is_acknowledged_and_heard_once_and_in_order(
    fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json
) -> None:
    with Diary(kenji) as k, Diary(mai) as m:
        talk = Conversation(k, m, room)
        first = talk.both_speak("before")
        with fault(pair):
            for number in range(4):
                talk.both_speak(f"meanwhile {number}")
        while not redis_is_back(pair):  # over the moments in which the workers find it again
            talk.both_speak("is it back?")
        last = talk.both_speak("after")
        assert k.revs == m.revs == list(range(first - 1, last + 1))


def test_what_is_sent_by_rest_is_not_held_up_either(pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    with Chatter(mai) as m, hung(pair):
        for number in range(6):
            began = time.monotonic()
            message = kenji.say(room, str(number))
            assert time.monotonic() - began < ACKNOWLEDGED_SECONDS
        heard_of(m, room, message["rev"])


def test_a_worker_without_sockets_is_not_held_up_either(
    pair: Pair, postgres_server: Postgres, tmp_path: Path, mai: Person, room: Json
) -> None:
    with Link(pair.redis.port) as link, Diary(mai) as m:
        database_url, redis_url = pair.first.env["DATABASE_URL"], f"redis://127.0.0.1:{link.port}/0"
        with Site(tmp_path, database_url=database_url, redis_url=redis_url) as third, third.no_traceback():
            kenji = on(third, mai)
            wait_until(lambda: len(workers(pair.redis)) == 3, what="the third worker to be heard")
            for number in range(4):
                if number == 2:
                    link.swallow()
                began = time.monotonic()
                rev = kenji.say(room, str(number))["rev"]
                assert time.monotonic() - began < ACKNOWLEDGED_SECONDS / 2
                m.wait_for("message", rev=rev)


@FAULTS
def test_a_quiet_room_is_heard_of_too(fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    """No frame has come since these sockets opened, so the workers cannot know what they have."""
    with Diary(mai) as m, fault(pair):
        message = kenji.say(room, "is anybody there?")
        heard_of(m, room, message["rev"])


@FAULTS
def test_a_device_that_was_signed_out_is_closed(fault: Fault, pair: Pair, mai: Person, room: Json) -> None:
    with Listener(mai) as m, fault(pair):
        on(pair.first, mai).http.delete("me/sessions/").raise_for_status()
        assert m.wait_closed() == (4403, "session_revoked")


@FAULTS
def test_memberships_begin_and_end(fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    with Listener(kenji) as k, Listener(mai) as m, fault(pair):
        kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
        m.wait_for("room.left", room=room["id"])
        other = kenji.create_room("Garden", mai)
        for chatter in (k, m):
            chatter.wait_for("room.joined", room=other["id"])
        secret = k.say(room, "among ourselves")
        k.wait_for("message", rev=secret["rev"])
        assert not [frame for frame in m.heard() if frame["type"] == "message"]


@FAULTS
def test_a_socket_opens_as_fast_as_ever(fault: Fault, pair: Pair, kenji: Person, mai: Person, room: Json) -> None:
    with Chatter(mai) as m, fault(pair):
        heard_of(m, room, kenji.say(room, "found out")["rev"])
        began = time.monotonic()
        with Chatter(mai) as again:
            assert time.monotonic() - began < ACKNOWLEDGED_SECONDS
            heard_of(again, room, kenji.say(room, "welcome")["rev"])


def test_what_was_stored_when_the_database_went_away_is_found(
    pair: Pair, postgres_server: Postgres, kenji: Person, mai: Person, room: Json
) -> None:
    """A commit that arrives although its answer does not is told to nobody. Whoever had no answer says that there may be one."""
    with Diary(kenji) as k, Diary(mai) as m:
        k.say(room, "before")
        untold = store_silently(pair.first, room, kenji)
        while k.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="")["code"] != "unavailable":
            disconnect_everybody(postgres_server, DATABASE)
        for chatter in (k, m):
            assert chatter.wait_for("message", rev=untold)["message"]["text"] == "stored"


def store_silently(site: Site, room: Json, author: Person) -> int:
    """By a process that has no Redis; returns the rev."""
    code = f"""
from uuid import uuid4
from accounts.models import User
from chat.services.messages.sending import send
from chat.services.messages.storing import NewMessage
print(send(NewMessage(User(pk={author.id}), {room["id"]}, uuid4(), "stored")).message.rev)
"""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env={**site.env, "REDIS_URL": ""}, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def disconnect_everybody(postgres: Postgres, database: str) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
