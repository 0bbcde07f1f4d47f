"""PostgreSQL goes away and comes back under people who talk."""

import contextlib
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
from websockets.exceptions import InvalidStatus

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.servers.process import wait_until

DATABASE = "faults"
BEGUN_SECONDS = 60  # no promise: other tests may have both cores
HEALED_SECONDS = 10.0  # after the link to PostgreSQL is whole (docs/faults.md)


@pytest.fixture
def room(hanako: Person, kenji: Person) -> Json:
    return hanako.create_room("Kitchen", kenji, kind="private")


def kill_backends(postgres: Postgres) -> None:
    """All that serve somebody, as the kernel does when memory runs out; PostgreSQL then restarts itself."""
    with psycopg.connect(postgres.url) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [DATABASE]).fetchall()
    for (pid,) in rows:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def draft(text: str) -> dict[str, Any]:
    return {"nonce": str(uuid.uuid4()), "text": text}


def said(person: Person, room: Json) -> list[str]:
    history = person.http.get(f"rooms/{room['id']}/messages/", params={"limit": 200}).raise_for_status().json()
    return [message["text"] for message in history["messages"]]


def try_again(answer: httpx.Response) -> bool:
    """Whether this call was told to; then it says so in every way there is."""
    if answer.status_code < 400:
        return False
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
    assert int(answer.headers["Retry-After"]) >= 1
    return True


def is_let_in(person: Person) -> bool:
    """Whoever is not is refused with a status that says to come back."""
    try:
        with Chatter(person) as chatter:
            return bool(chatter.hello["rooms"])
    except InvalidStatus as refused:
        status = refused.response.status_code
    assert status == 503
    return False


@pytest.mark.timed
def test_everybody_is_told_to_try_again_and_can(postgres: Postgres, hanako: Person, kenji: Person, room: Json) -> None:
    over_rest, over_socket = draft("by REST"), draft("by socket")
    with Chatter(hanako) as h, Chatter(kenji) as k:
        postgres.stop()
        try:
            for call in (lambda: hanako.http.get("rooms/"), lambda: hanako.http.get("me/")):
                assert try_again(call())
            assert try_again(hanako.http.post(f"rooms/{room['id']}/messages/", json=over_rest))
            for _ in range(20):
                answer = h.ask("message.send", room=room["id"], **over_socket)
                assert (answer["type"], answer["code"]) == ("error", "unavailable")
            assert h.ask("room.read", room=room["id"], seq=1)["code"] == "unavailable"
            assert not is_let_in(kenji)
            assert hanako.site.client().get("/healthz").status_code == 200
        finally:
            postgres.start()
        wait_until(lambda: h.ask("message.send", room=room["id"], **over_socket)["type"] == "ok", HEALED_SECONDS)
        wait_until(
            lambda: not try_again(hanako.http.post(f"rooms/{room['id']}/messages/", json=over_rest)), HEALED_SECONDS
        )
        for text in ("by socket", "by REST"):
            assert k.wait_for("message")["message"]["text"] == text
        wait_until(lambda: k.ask("room.read", room=room["id"], seq=2)["type"] == "ok", HEALED_SECONDS)
    wait_until(lambda: is_let_in(kenji), HEALED_SECONDS)
    assert said(hanako, room) == ["by socket", "by REST"]


@pytest.mark.parametrize("fault", [Postgres.restart, kill_backends])
def test_nothing_is_lost_or_doubled_under_load(
    fault: Callable[[Postgres], Any], postgres: Postgres, hanako: Person, kenji: Person, room: Json
) -> None:
    """Outboxes: each message with its own nonce, until it is acknowledged."""
    begun = threading.Barrier(4)
    stop = threading.Event()
    interrupted = threading.Event()

    def write(name: str, send: Callable[[Json], bool]) -> list[str]:
        texts: list[str] = []
        while not stop.is_set():
            message = draft(f"{name} {len(texts)}")
            while not send(message):
                interrupted.set()
                time.sleep(0.05)  # as an outbox does, though it would wait longer
            texts.append(message["text"])
            if len(texts) == 1:
                begun.wait(BEGUN_SECONDS)
        return texts

    def by_socket(person: Person) -> list[str]:
        with Chatter(person) as chatter:

            def send(message: Json) -> bool:
                answer = chatter.ask("message.send", room=room["id"], **message)
                assert answer["type"] == "ok" or answer["code"] == "unavailable", answer
                return bool(answer["type"] == "ok")

            return write(person.username, send)

    def by_rest() -> list[str]:
        return write("rest", lambda m: not try_again(hanako.http.post(f"rooms/{room['id']}/messages/", json=m)))

    # Threads that were busy while the database was away in the test before may say so once more.
    wait_until(lambda: comes_in(kenji), what="the worker to be well")
    with Chatter(kenji) as listener, ThreadPoolExecutor(3) as threads:
        epoch = listener.hello["epoch"]
        writing = [threads.submit(by_socket, hanako), threads.submit(by_socket, kenji), threads.submit(by_rest)]
        try:
            begun.wait(BEGUN_SECONDS)
            fault(postgres)
            wait_until(interrupted.is_set, what="somebody to be interrupted")
            wait_until(lambda: not try_again(kenji.http.get("rooms/")), 30, "the database to be back")
        finally:
            stop.set()
        acknowledged = [text for written in writing for text in written.result(30)]
        end = listener.say(room, "the end")
        revs = [frame["rev"] for frame in listener.heard() if frame["type"] == "message"]
    assert sorted([*acknowledged, "the end"]) == sorted(stored(kenji, room, end["seq"]))
    assert end["rev"] in revs
    # A commit whose answer was lost may be told late, behind a later one: then there is a gap, and a client asks for what is in it.
    gaps = set(range(min(revs), end["rev"] + 1)) - set(revs)
    caught_up = kenji.http.post("sync/", json={"epoch": epoch, "rooms": {str(room["id"]): min(revs)}}).json()["rooms"]
    assert gaps <= {message["rev"] for message in caught_up[str(room["id"])]["messages"]}, (
        "stored, and to be had from nobody"
    )


def comes_in(person: Person) -> bool:
    try:
        with Chatter(person):
            return True
    except InvalidStatus:
        return False


def stored(person: Person, room: Json, last: int) -> list[str]:
    texts: list[str] = []
    while len(texts) < last:
        page = person.http.get(f"rooms/{room['id']}/messages/", params={"after": len(texts), "limit": 200}).json()
        texts += [message["text"] for message in page["messages"]]
    return texts
