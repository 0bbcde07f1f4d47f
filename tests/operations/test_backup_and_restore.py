"""A backup while people write, and what a site is after it was restored."""

import stat
import time
from pathlib import Path
from typing import Any

from tests.chatter import Chatter
from tests.operations.command import done
from tests.operations.talking import Talking
from tests.person import Json, Person
from tests.servers.site import Site


def all_messages(person: Person, room: Json) -> list[Json]:
    messages: list[Json] = []
    while True:
        page = person.http.get(f"rooms/{room['id']}/messages/", params={"after": len(messages), "limit": 200}).json()
        messages += page["messages"]
        if not page["has_after"]:
            return messages


def summaries(person: Person) -> dict[int, Json]:
    return {room["id"]: room for room in person.http.get("rooms/").json()["results"]}


def test_what_was_acknowledged_before_is_in_it_and_nothing_is_half(own_site: Site, tmp_path: Path) -> None:
    hanako = Person.sign_in(own_site, "hanako")
    rooms = [hanako.create_room(f"Room {number}") for number in range(3)]
    talking, file = Talking(hanako, rooms), tmp_path / "night.backup"
    with talking.going_on():
        talking.wait_for(20)
        begin = time.monotonic()
        said = done(own_site, "backup", file)
        end = time.monotonic()
        talking.wait_for(5)
    assert talking.until(end) > talking.until(begin), "nobody had to wait for the backup"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    assert "Wrote" in said
    assert "not sealed" in said
    own_site.stop()
    done(own_site, "restore", file)
    own_site.start()
    again = Person.sign_in(own_site, "hanako")
    shown = summaries(again)
    nonces: set[str] = set()
    for room in rooms:
        messages = all_messages(again, room)
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert shown[room["id"]]["last_seq"] == len(messages)
        assert max(message["rev"] for message in messages) == shown[room["id"]]["rev"]
        nonces |= {message["nonce"] for message in messages}
    assert talking.until(begin) <= nonces
    assert nonces < set(talking.acknowledged), "the last ones were written after it"


def test_a_client_that_knew_more_loads_again(own_site: Site, tmp_path: Path) -> None:
    hanako = Person.sign_in(own_site, "hanako")
    room = hanako.create_room("Kitchen")
    hanako.say(room, "before")
    done(own_site, "backup", tmp_path / "a.backup")
    with Chatter(hanako) as chatter:
        for number in range(5):
            chatter.say(room, f"after {number}")
        rev = chatter.say(room, "last")["rev"]
        epoch = chatter.hello["epoch"]
    own_site.stop()
    done(own_site, "restore", tmp_path / "a.backup")
    own_site.start()
    with Chatter(hanako) as chatter:  # the token is still good
        assert chatter.hello["epoch"] != epoch
        answer = hanako.http.post("sync/", json={"epoch": epoch, "rooms": {str(room["id"]): rev}}).json()
        part = answer["rooms"][str(room["id"])]
        assert part["reset"]
        assert [message["text"] for message in part["messages"]] == ["before"]
        assert chatter.say(room, "and on")["seq"] == 2


def test_the_state_before_is_kept_and_can_be_had_back(own_site: Site, tmp_path: Path) -> None:
    hanako = Person.sign_in(own_site, "hanako")
    room = hanako.create_room("Kitchen")
    done(own_site, "backup", tmp_path / "a.backup")
    hanako.say(room, "after")
    own_site.stop()
    said = done(own_site, "restore", tmp_path / "a.backup")
    (kept,) = own_site.state.glob("before-restore-*")
    assert str(kept) in said
    if kept.is_file():
        done(own_site, "restore", kept)
    else:
        (own_site.state / "irori.sqlite3").unlink()
        (kept / "irori.sqlite3").rename(own_site.state / "irori.sqlite3")
    own_site.start()
    assert [message["text"] for message in all_messages(hanako, room)] == ["after"]


def test_a_device_that_refreshed_since_the_backup_stays_signed_in(own_site: Site, tmp_path: Path) -> None:
    client = own_site.client("/api/")
    form = {"username": "hanako", "password": "warm hands by the fire"}
    tokens: Any = client.post("token/", json=form).raise_for_status().json()
    done(own_site, "backup", tmp_path / "a.backup")
    for _ in range(3):
        tokens = client.post("token/refresh/", json={"refresh": tokens["refresh"]}).raise_for_status().json()
    own_site.stop()
    done(own_site, "restore", tmp_path / "a.backup")
    own_site.start()
    client = own_site.client("/api/")
    again = client.post("token/refresh/", json={"refresh": tokens["refresh"]})
    assert again.status_code == 200, again.text
    assert client.post("token/refresh/", json={"refresh": again.json()["refresh"]}).status_code == 200
