"""The inbox on a running site: a frame to each device of a person, and to nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from lab.clients.person import Json, Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site


@pytest.fixture
def kenji(either_site: Site, newcomer: Newcomer) -> Person:
    return newcomer(either_site)


@pytest.fixture
def mai(either_site: Site, newcomer: Newcomer) -> Person:
    return newcomer(either_site)


@pytest.fixture
def room(kenji: Person, mai: Person) -> Json:
    return kenji.create_room("Hearth", mai)


def inbox(person: Person) -> list[tuple[str, bool]]:
    return [(item["message"]["text"], item["done"]) for item in person.http.get("inbox/").json()["results"]]


def test_every_device_is_told_once(kenji: Person, mai: Person, room: Json) -> None:
    with Chatter(kenji) as k, Chatter(mai) as first, Chatter(mai) as second:
        kenji.say(room, f"@{mai.username} come")
        frames = [device.wait_for("inbox", unread=1) for device in (first, second)]
        assert frames[0] == frames[1]
        assert inbox(mai) == [(f"@{mai.username} come", False)]
        mai.http.post("inbox/done/", json={"all": True}).raise_for_status()
        for device in (first, second):
            assert device.wait_for("inbox", unread=0)["me"] == frames[0]["me"] + 1
        kenji.say(room, f"@{mai.username} and sit down")
        for device in (first, second):
            assert device.wait_for("inbox", unread=1)["me"] == frames[0]["me"] + 2
            assert not [frame for frame in device.heard() if frame["type"] == "inbox"]
        assert not [frame for frame in k.heard() if frame["type"] == "inbox"]


def test_devices_are_told_of_what_disturbs(kenji: Person, mai: Person, room: Json) -> None:
    """The decision that pushes go by is that of devices without pushes."""
    with Chatter(mai) as device:
        message = kenji.say(room, f"@{mai.username} come")
        assert device.wait_for("inbox", unread=1)["disturbs"] == [message["id"]]
        until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        mai.http.patch("me/notifications/", json={"undisturbed_until": until}).raise_for_status()
        kenji.say(room, f"@{mai.username} at once")
        assert device.wait_for("inbox", unread=2)["disturbs"] == []
        mai.http.post("inbox/done/", json={"all": True}).raise_for_status()
        assert device.wait_for("inbox", unread=0)["disturbs"] == []


def test_read_in_the_room_is_done(kenji: Person, mai: Person, room: Json) -> None:
    with Chatter(mai) as device:
        message = kenji.say(room, f"@{mai.username} come")
        device.wait_for("inbox", unread=1)
        device.ask("room.read", room=room["id"], seq=message["seq"])
        assert inbox(mai) == [(message["text"], True)]


def test_whom_one_hides_tells_nothing(kenji: Person, mai: Person, room: Json, newcomer: Newcomer) -> None:
    with Chatter(mai) as device:
        kenji.say(room, f"@{mai.username} one")
        device.wait_for("inbox", unread=1)
        mai.http.put(f"me/hidden/{kenji.id}/").raise_for_status()
        assert inbox(mai) == []
        kenji.say(room, f"@{mai.username} two")
        other = newcomer(mai.site)
        other.join(room)
        other.say(room, f"@{mai.username} three")
        device.wait_for("inbox", unread=1)
        assert inbox(mai) == [(f"@{mai.username} three", False)]
        mai.http.delete(f"me/hidden/{kenji.id}/").raise_for_status()
        assert [text for text, _ in inbox(mai)] == [f"@{mai.username} three", f"@{mai.username} one"]
