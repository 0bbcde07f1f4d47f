"""What a moderator decides on a report reaches whom it concerns while they are connected, on a real site."""

import uuid

import pytest

from lab.clients.person import Json, Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site


@pytest.fixture
def hanako(either_site: Site, newcomer: Newcomer) -> Person:
    """Who decides."""
    return newcomer(either_site)


@pytest.fixture
def kenji(either_site: Site, newcomer: Newcomer) -> Person:
    """Who reports."""
    return newcomer(either_site)


@pytest.fixture
def aoi(either_site: Site, newcomer: Newcomer) -> Person:
    """Who is reported."""
    return newcomer(either_site)


@pytest.fixture
def room(hanako: Person, kenji: Person, aoi: Person) -> Json:
    return hanako.create_room("Hearth", kenji, aoi)


@pytest.fixture
def report(room: Json, kenji: Person, aoi: Person) -> int:
    said = aoi.say(room, "cold tea")
    answer = kenji.http.post("reports/", json={"reason": "abuse", "message": said["id"]})
    made: int = answer.raise_for_status().json()["id"]
    return made


def decide(by: Person, report: int, decision: str, **more: object) -> None:
    by.http.patch(f"reports/{report}/", json={"decision": decision, **more}).raise_for_status()


def send(socket: Chatter, room: Json) -> Json:
    return socket.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="but")


def test_mute(hanako: Person, kenji: Person, aoi: Person, room: Json, report: int) -> None:
    with Chatter(kenji) as reporter, Chatter(aoi) as rude:
        decide(hanako, report, "mute", seconds=600)
        told = rude.wait_for("mute.changed", room=room["id"], muted=True)
        assert told["until"]
        assert send(rude, room)["code"] == "muted"
        reporter.wait_for("report.decided", id=report)
        # Whom it is about hears of the mute, and nothing of the report.
        assert not [frame for frame in rude.heard() if frame["type"].startswith("report")]
        assert not [frame for frame in reporter.heard() if frame["type"] == "mute.changed"]


def test_a_mute_without_an_end(hanako: Person, aoi: Person, room: Json, report: int) -> None:
    with Chatter(aoi) as rude:
        decide(hanako, report, "mute")
        assert rude.wait_for("mute.changed", room=room["id"], muted=True)["until"] is None


@pytest.mark.parametrize("decision", ["remove", "ban"])
def test_removed(decision: str, hanako: Person, kenji: Person, aoi: Person, room: Json, report: int) -> None:
    with Chatter(kenji) as reporter, Chatter(aoi) as rude:
        decide(hanako, report, decision)
        rude.wait_for("room.left", room=room["id"])
        assert reporter.wait_for("member", room=room["id"])["role"] is None
        assert send(rude, room)["code"] == "not_found"
        back = aoi.http.post(f"rooms/{room['id']}/join/")
        assert back.is_success == (decision == "remove"), "who is banned does not come back"


def test_others_decide_nothing(
    aoi: Person, kenji: Person, newcomer: Newcomer, either_site: Site, room: Json, report: int
) -> None:
    outsider = newcomer(either_site)
    with Chatter(aoi) as rude:
        for person, status in ((outsider, 404), (aoi, 404), (kenji, 403)):
            answer = person.http.patch(f"reports/{report}/", json={"decision": "mute", "seconds": 600})
            assert answer.status_code == status
        assert send(rude, room)["type"] == "ok"
    assert aoi.http.get("me/mutes/").json() == {"results": []}
