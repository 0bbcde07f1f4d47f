"""An upgrade while people talk: the database is migrated under workers of the version before, which go on serving."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.previous_version import FormerSite, former_commit
from lab.servers.process import PATIENCE_SECONDS, wait_until
from lab.servers.site import Site

WRITERS = 4
# Of each writer, before and after the migration, so that it falls into the middle.
AROUND = 15


class Upgrade:
    """Two workers of the version before, and one of this version that is not started yet, with one database."""

    def __init__(self, folder: Path, commit: str, database_url: str, redis_url: str) -> None:
        self.former = [
            FormerSite(folder / name, commit, database_url=database_url, redis_url=redis_url)
            for name in ("first", "second")
        ]
        self.present = Site(folder / "present", database_url=database_url, redis_url=redis_url)


@pytest.fixture
def upgrade(tmp_path: Path, postgres_server: Postgres, redis_server: Redis) -> Iterator[Upgrade]:
    commit = former_commit()
    if commit is None:
        pytest.skip("the history of the code is not here, so neither is the version before")
    upgrade = Upgrade(tmp_path, commit, postgres_server.create_database("upgrade"), redis_server.url)
    with ExitStack() as running:
        for site in upgrade.former:
            running.enter_context(site)
        yield upgrade


class Writer:
    """Somebody who writes, corrects and reads all the time, and comes and goes. Every answer has to be a success."""

    def __init__(self, person: Person, room: Json, square: Json) -> None:
        self.person, self.room, self.square = person, room, square
        self.rounds = 0
        self.acknowledged: dict[int, str] = {}
        self.migrated = threading.Event()

    def write(self) -> None:
        """Until AROUND rounds after the migration."""
        with Chatter(self.person) as chatter:
            left = AROUND
            while left:
                left -= self.migrated.is_set()
                self._round(chatter)

    def _round(self, chatter: Chatter) -> None:
        self.rounds += 1
        text = f"{self.person.username} {self.rounds}"
        message = chatter.say(self.room, text)
        edited = self.person.http.patch(f"messages/{message['id']}/", json={"text": f"{text}!"}).raise_for_status()
        self.acknowledged[message["id"]] = edited.json()["text"]
        answer = chatter.ask("room.read", room=self.room["id"], seq=message["seq"])
        assert answer["type"] == "ok", answer
        self.person.join(self.square)
        self.person.http.post(f"rooms/{self.square['id']}/leave/").raise_for_status()


def test_an_upgrade_under_load(upgrade: Upgrade) -> None:
    first, second = upgrade.former
    hanako = Person.set_up(first)
    people = [Person.register(site, f"writer{number}") for number, site in enumerate([first, second] * (WRITERS // 2))]
    room, square = hanako.create_room("Upgrade", *people), hanako.create_room("Square")
    writers = [Writer(person, room, square) for person in people]
    with first.no_traceback(), second.no_traceback(), ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(writer.write) for writer in writers]
        wait_for_rounds(writers)
        try:
            upgrade.present.manage("migrate", "--no-input", "--verbosity", "0")
        finally:
            for writer in writers:
                writer.migrated.set()
        for done in writing:
            done.result()

        assert stored(upgrade.present, room) == {pk: text for one in writers for pk, text in one.acknowledged.items()}
        hears_each_other(upgrade, hanako, room)


def wait_for_rounds(writers: list[Writer]) -> None:
    wait_until(lambda: all(writer.rounds >= AROUND for writer in writers), PATIENCE_SECONDS, "everybody to write")


def stored(site: Site, room: Json) -> dict[int, str]:
    with psycopg.connect(site.env["DATABASE_URL"]) as connection:
        rows = connection.execute("SELECT id, text FROM chat_message WHERE room_id = %s", [room["id"]]).fetchall()
    return dict(rows)


def hears_each_other(upgrade: Upgrade, hanako: Person, room: Json) -> None:
    """Workers of both versions, while the upgrade is under way."""
    with upgrade.present as present, present.no_traceback():
        kenji = Person.sign_in(present, "writer0")
        with Chatter(hanako) as before, Chatter(kenji) as after:
            said = before.say(room, "from the version before")
            assert after.wait_for("message", room=room["id"])["message"]["id"] == said["id"]
            said = after.say(room, "from this one")
            assert before.wait_for("message", rev=said["rev"])["message"]["id"] == said["id"]
