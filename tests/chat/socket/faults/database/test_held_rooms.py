"""Something holds a room, or an account, or a worker stops in the middle of a transaction: nobody else waits for that."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.servers.process import wait_until
from lab.servers.site import Site

pytestmark = pytest.mark.timed
DATABASE = "held"

# What the others may notice of it.
PROMPT_SECONDS = 1.0
# As long as it takes at most until PostgreSQL has ended the transaction of a worker that stands still.
THROWN_OUT_SECONDS = 10
THREADS = 8


@pytest.fixture
def attic(hanako: Person, kenji: Person) -> Json:
    return hanako.create_room("Attic", kenji)


@pytest.fixture
def kitchen(hanako: Person, kenji: Person) -> Json:
    return hanako.create_room("Kitchen", kenji)


@contextmanager
def held(postgres: Postgres, statement: str, *parameters: Any) -> Iterator[None]:
    """By a transaction of somebody else."""
    with psycopg.connect(postgres.database_url(DATABASE)) as connection:
        connection.execute(statement, parameters)
        yield
        connection.rollback()


def hold_room(postgres: Postgres, room: Json) -> Any:
    return held(postgres, "SELECT id FROM chat_room WHERE id = %s FOR UPDATE", room["id"])


def said_by(person: Person, room: Json) -> list[str]:
    page = person.http.get(f"rooms/{room['id']}/messages/", params={"limit": 200}).raise_for_status().json()
    return [message["text"] for message in page["messages"]]


def draft(text: str) -> Json:
    return {"nonce": str(uuid.uuid4()), "text": text}


@contextmanager
def promptly() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < PROMPT_SECONDS


def expect_others_served(chatter: Chatter, person: Person, room: Json) -> None:
    for _ in range(5):
        with promptly():
            chatter.say(room, "elsewhere")
        with promptly():
            person.http.get("rooms/").raise_for_status()
        with promptly():
            person.say(room, "elsewhere, by REST")
        with promptly():
            assert person.site.client().get("/readyz").status_code == 200


def refused(answer: httpx.Response) -> bool:
    """With a word that says to try again."""
    return (answer.status_code, answer.json()["code"]) == (503, "unavailable") and int(
        answer.headers["Retry-After"]
    ) > 0


class TestHeldRoom:
    def test_others_go_on_while_many_want_it(
        self, postgres: Postgres, hanako: Person, kenji: Person, attic: Json, kitchen: Json
    ) -> None:
        """By every door: sockets and REST, messages and whatever else locks a room."""
        message = hanako.say(attic, "before")
        path = f"rooms/{attic['id']}/"
        calls = (
            lambda: hanako.http.post(f"{path}messages/", json=draft("by REST")),
            lambda: hanako.http.patch(path, json={"topic": "dust"}),
            lambda: hanako.http.patch(f"messages/{message['id']}/", json={"text": "after"}),
            lambda: hanako.http.put(f"messages/{message['id']}/reactions/👍/"),
        )
        with Chatter(kenji) as k, Chatter(hanako) as h, ThreadPoolExecutor(4 * THREADS) as threads:
            with hold_room(postgres, attic):
                k.tell("message.send", ref="late", room=attic["id"], **draft("by socket"))
                wanting = [threads.submit(call) for call in calls for _ in range(THREADS)]
                expect_others_served(h, hanako, kitchen)
                assert all(refused(one.result()) for one in wanting)
            assert k.answer_to("late")["type"] == "ok"
        assert said_by(hanako, attic) == ["before", "by socket"]

    def test_what_waits_for_it_keeps_its_order_and_the_socket_goes_on(
        self, postgres: Postgres, hanako: Person, attic: Json, kitchen: Json
    ) -> None:
        texts = [f"held {number}" for number in range(20)]
        with Chatter(hanako) as h:
            with hold_room(postgres, attic):
                for text in texts:
                    h.tell("message.send", ref=text, room=attic["id"], **draft(text))
                h.say(kitchen, "meanwhile")
            assert {h.answer_to(text)["type"] for text in texts} == {"ok"}
            h.say(attic, "after all")
        assert said_by(hanako, attic) == [*texts, "after all"]

    def test_in_the_end_whoever_waits_is_told_to_try_again(
        self, postgres: Postgres, hanako: Person, attic: Json
    ) -> None:
        again = draft("once")
        with Chatter(hanako) as h:
            with hold_room(postgres, attic):
                answer = h.ask("message.send", room=attic["id"], **again)
                assert (answer["type"], answer["code"], answer["retry_after"]) == ("error", "unavailable", 1)
            assert h.ask("message.send", room=attic["id"], **again)["type"] == "ok"
        assert said_by(hanako, attic) == ["once"]


def test_a_held_account_delays_nobody_else(
    postgres: Postgres, hanako: Person, kenji: Person, attic: Json, kitchen: Json
) -> None:
    with Chatter(kenji) as k, Chatter(hanako) as h:
        with held(postgres, "SELECT id FROM accounts_user WHERE id = %s FOR UPDATE", kenji.id):
            k.tell("message.send", ref="late", room=attic["id"], **draft("mine"))
            expect_others_served(h, hanako, kitchen)
        assert k.answer_to("late")["type"] == "ok"


def test_a_held_membership_delays_nobody_else(
    postgres: Postgres, hanako: Person, kenji: Person, attic: Json, kitchen: Json
) -> None:
    hanako.say(attic, "to be read")
    hold = "SELECT id FROM chat_membership WHERE user_id = %s AND room_id = %s FOR UPDATE"
    with Chatter(kenji) as k, Chatter(hanako) as h, held(postgres, hold, kenji.id, attic["id"]):
        for ref in range(2 * THREADS):
            k.tell("room.read", ref=ref, room=attic["id"], seq=1)
        expect_others_served(h, hanako, kitchen)
        assert k.answer_to(0)["code"] == "unavailable"


def test_a_worker_frozen_in_a_transaction_is_thrown_out(postgres: Postgres, tmp_path: Path, hanako: Person) -> None:
    """It holds a room and then gets no further."""
    attic, kitchen = hanako.create_room("Attic"), hanako.create_room("Kitchen")
    url = postgres.database_url(DATABASE)
    with Site(tmp_path, database_url=url) as other:
        there = Person(other, {"user": hanako.user, "access": hanako.token})
        with Chatter(hanako) as h, freeze_in_transaction(postgres, there, attic):
            frozen_at = time.monotonic()
            expect_others_served(h, hanako, kitchen)
            answer = h.ask("message.send", room=attic["id"], **draft("after the frozen one"))
            assert answer["type"] == "ok", answer
            assert time.monotonic() - frozen_at < THROWN_OUT_SECONDS


@contextmanager
def freeze_in_transaction(postgres: Postgres, person: Person, room: Json) -> Iterator[None]:
    """The worker waits for this room; it is stopped, and then gets the lock that it waited for."""
    with ThreadPoolExecutor(1) as threads:
        with hold_room(postgres, room):
            asking: Future[httpx.Response] = threads.submit(
                lambda: person.http.post(f"rooms/{room['id']}/messages/", json=draft("frozen"))
            )
            wait_until(lambda: is_any(postgres, "wait_event_type = 'Lock'"), what="the worker to want the room")
            assert isinstance(person.site, Site)
            person.site.pause()
        try:
            wait_until(lambda: is_any(postgres, "state = 'idle in transaction'"), what="the worker to hold the room")
            yield
        finally:
            person.site.resume()
        assert refused(asking.result()) or asking.result().status_code == 201


def is_any(postgres: Postgres, condition: str) -> bool:
    """Is any session of the site like that?"""
    sessions = f"SELECT count(*) FROM pg_stat_activity WHERE datname = 'held' AND {condition}"
    with psycopg.connect(postgres.url) as connection:
        (count,) = connection.execute(sessions).fetchone() or (0,)
    return bool(count)
