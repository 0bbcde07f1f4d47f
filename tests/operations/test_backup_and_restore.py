"""One story on each database: people write, a backup is taken, they go on, the backup is restored, and then the state before again."""

import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from lab.clients.person import PASSWORD, Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.site import Site
from tests.operations.command import done, refused
from tests.operations.talking import Talking

WORD = {"BACKUP_PASSPHRASE": "a key under the mat"}


@dataclass
class Story:
    """The site is served from the backup."""

    site: Site
    hanako: Person
    rooms: list[Json]
    talking: Talking
    begin: float
    end: float
    file: Path
    hello_before: Json
    refresh: str
    """Three generations younger than what the backup knows."""
    said: str
    refused_while_running: str


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp(request.param)
    site = site_on(request, folder)
    with site:
        hanako = Person.set_up(site)
        rooms = [hanako.create_room(f"Room {number}") for number in range(3)]
        tokens = pair(site, "token/", username="hanako", password=PASSWORD)
        talking, file = Talking(hanako, rooms), folder / "night.backup"
        with talking.going_on():
            talking.wait_for(20)
            begin = time.monotonic()
            done(site, "backup", file, **WORD)
            end = time.monotonic()
            talking.wait_for(5)
        for _ in range(3):
            tokens = pair(site, "token/refresh/", refresh=tokens["refresh"])
        with Chatter(hanako) as chatter:
            hello = chatter.hello
            warning = refused(site, "restore", file, **WORD)
        site.stop()
        said = done(site, "restore", file, **WORD)
        site.start()
        yield Story(site, hanako, rooms, talking, begin, end, file, hello, tokens["refresh"], said, warning)
        if not site.running:
            site.start()


def site_on(request: pytest.FixtureRequest, folder: Path) -> Site:
    if request.param == "sqlite":
        return Site(folder)
    postgres: Postgres = request.getfixturevalue("postgres_server")
    redis: Redis = request.getfixturevalue("redis_server")
    return Site(folder, database_url=postgres.create_database(f"story_{uuid4().hex}"), redis_url=redis.url)


def pair(site: Site, path: str, **form: str) -> Any:
    return site.client("/api/").post(path, json=form).raise_for_status().json()


def all_messages(person: Person, room: Json) -> list[Json]:
    messages: list[Json] = []
    while True:
        page = person.http.get(f"rooms/{room['id']}/messages/", params={"after": len(messages), "limit": 200}).json()
        messages += page["messages"]
        if not page["has_after"]:
            return messages


def test_nobody_waits_for_a_backup(story: Story) -> None:
    assert story.talking.until(story.end) > story.talking.until(story.begin)


def test_the_file_is_its_owners_alone_and_the_only_one(story: Story) -> None:
    assert stat.S_IMODE(story.file.stat().st_mode) == 0o600
    assert [path.name for path in story.file.parent.iterdir() if "unfinished" in path.name] == []
    assert b"a-signing-key-for-tests" not in story.file.read_bytes(), "the keys are sealed"


def test_a_restore_is_refused_while_the_site_runs(story: Story) -> None:
    assert "stop" in story.refused_while_running
    assert "Nothing was changed." in story.refused_while_running


def test_what_was_acknowledged_before_is_in_it_and_nothing_is_half(story: Story) -> None:
    shown = {room["id"]: room for room in story.hanako.http.get("rooms/").json()["results"]}
    nonces: set[str] = set()
    for room in story.rooms:
        messages = all_messages(story.hanako, room)
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert shown[room["id"]]["last_seq"] == len(messages)
        assert max(message["rev"] for message in messages) == shown[room["id"]]["rev"]
        nonces |= {message["nonce"] for message in messages}
    assert story.talking.until(story.begin) <= nonces
    assert nonces < set(story.talking.acknowledged), "the last ones were written after it"


def test_a_client_that_knew_more_loads_again(story: Story) -> None:
    revs = {str(room["id"]): room["rev"] for room in story.hello_before["rooms"]}
    with Chatter(story.hanako) as chatter:  # the token is still good
        assert chatter.hello["epoch"] != story.hello_before["epoch"]
    answer = story.hanako.http.post("sync/", json={"epoch": story.hello_before["epoch"], "rooms": revs}).json()
    assert all(part["reset"] for part in answer["rooms"].values())


def test_a_device_that_refreshed_since_the_backup_stays_signed_in(story: Story) -> None:
    again = pair(story.site, "token/refresh/", refresh=story.refresh)
    pair(story.site, "token/refresh/", refresh=again["refresh"])


def test_it_says_what_it_did(story: Story) -> None:
    (kept,) = story.site.state.glob("before-restore-*")
    assert str(kept) in story.said
    assert "passwords that were changed" in story.said


def test_the_state_before_can_be_had_back(story: Story) -> None:
    """Last, since it ends the story."""
    story.site.stop()
    (kept,) = story.site.state.glob("before-restore-*")
    if kept.is_file():
        done(story.site, "restore", kept, **WORD)
    else:
        (kept / "irori.sqlite3").replace(story.site.state / "irori.sqlite3")
    story.site.start()
    messages = [message for room in story.rooms for message in all_messages(story.hanako, room)]
    assert {message["nonce"] for message in messages} == set(story.talking.acknowledged)
