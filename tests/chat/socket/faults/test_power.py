"""A site on SQLite whose machine loses its power, is killed, or finds another file than it left."""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core import private_folder
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs import loop_mount
from lab.programs.loop_mount import LoopMount
from lab.servers.site import Site

WRITERS, MESSAGES = 4, 30


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.start()
    Person.set_up(site)
    yield site
    if site.running:
        site.stop()


def epoch(site: Site) -> str:
    with Chatter(Person.sign_in(site, "hanako")) as h:
        return str(h.hello["epoch"])


def database(site: Site) -> Path:
    return site.state / private_folder.DATABASE


def written(person: Person, room: Json) -> list[str]:
    """Messages that were acknowledged."""
    with Chatter(person) as chatter:
        return [chatter.say(room, f"{person.username} {number}")["text"] for number in range(MESSAGES)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[LoopMount]:
    """Asked for when the test runs: each process that collects it would mount one, and a machine has few loop devices."""
    if reason := loop_mount.why_not():
        pytest.skip(reason)
    with LoopMount(tmp_path / "machine") as disk:
        yield disk


def test_what_was_acknowledged_is_on_the_disk(disk: LoopMount, tmp_path: Path) -> None:
    site = Site(tmp_path, env={"IRORI_STATE": str(disk.place / "state")})
    site.state = disk.place / "state"
    site.start()
    try:
        hanako = Person.set_up(site)
        people = [hanako, *(Person.register(site, f"writer{number}") for number in range(WRITERS))]
        room = hanako.create_room("Kitchen", *people[1:])
        with ThreadPoolExecutor(len(people)) as threads:
            writing = threads.map(written, people, [room] * len(people))
            acknowledged = {text for texts in writing for text in texts}
        before = epoch(site)
        site.pause()
        cut = disk.cut_power(tmp_path / "restarted")
    finally:
        site.kill()
    with cut:
        found = Site(tmp_path, env={"IRORI_STATE": str(cut.place / "state")})
        with closing(sqlite3.connect(cut.place / "state" / private_folder.DATABASE)) as connection:
            stored = {text for (text,) in connection.execute("SELECT text FROM chat_message")}
        assert acknowledged - stored == set()
        found.state = cut.place / "state"
        with found:
            assert epoch(found) == before


def test_a_kill_changes_nothing(site: Site) -> None:
    before = epoch(site)
    for end in (site.kill, site.stop):
        end()
        site.start()
        assert epoch(site) == before


def test_an_older_file_begins_a_new_history(site: Site, tmp_path: Path) -> None:
    before, older = epoch(site), tmp_path / "older"
    with closing(sqlite3.connect(database(site))) as connection, closing(sqlite3.connect(older)) as copy:
        connection.backup(copy)
    site.stop()
    shutil.copy(older, database(site))
    site.start()
    assert epoch(site) != before
