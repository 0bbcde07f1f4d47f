"""Another program writes to SQLite for long: nobody else can write meanwhile, but everybody can read."""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from core import private_folder
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site

pytestmark = pytest.mark.timed

PROMPT_SECONDS = 1.0
THREADS = 8


@contextmanager
def writing_elsewhere(site: Site) -> Iterator[None]:
    with closing(sqlite3.connect(site.state / private_folder.DATABASE)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()


def draft() -> Json:
    return {"nonce": str(uuid.uuid4()), "text": "hello"}


def test_reading_goes_on_and_writing_is_refused_in_the_end(site: Site, administrator: Person) -> None:
    room = administrator.create_room("Kitchen")
    path, again = f"rooms/{room['id']}/", draft()
    with Chatter(administrator) as chatter, ThreadPoolExecutor(2 * THREADS) as threads:
        with writing_elsewhere(site):
            asking = [threads.submit(administrator.http.patch, path, json={"topic": str(n)}) for n in range(THREADS)]
            chatter.tell("message.send", ref="held", room=room["id"], **again)
            for _ in range(5):
                began = time.monotonic()
                assert site.client().get("/readyz").status_code == 200
                assert time.monotonic() - began < PROMPT_SECONDS
            assert {answer.result().json()["code"] for answer in asking} == {"unavailable"}
            assert chatter.answer_to("held")["code"] == "unavailable"
            # From now on it is known, and whoever wants to write holds up nobody.
            asking = [
                threads.submit(administrator.http.patch, path, json={"topic": str(n)}) for n in range(3 * THREADS)
            ]
            for _ in range(5):
                began = time.monotonic()
                administrator.http.get("rooms/").raise_for_status()
                assert time.monotonic() - began < PROMPT_SECONDS
            assert {answer.result().json()["code"] for answer in asking} == {"unavailable"}
        assert chatter.ask("message.send", room=room["id"], **again)["type"] == "ok"
        administrator.http.patch(path, json={"topic": "tea"}).raise_for_status()
