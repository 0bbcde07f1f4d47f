"""What the table of rules in docs/protocol.md says of sockets: sending, and being shown as typing."""

import uuid
from typing import NamedTuple

import pytest

from lab.clients.person import Json, Person, created
from lab.clients.socket import Chatter
from tests.support import protocol_document

TABLE = protocol_document.rules()
SEND, TYPE = "send a message, reply in a thread", "be shown as typing"


class Scene(NamedTuple):
    room: Json
    speaker: Person
    listener: Person


@pytest.fixture(params=list(TABLE[SEND]))
def column(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def scene(column: str, kenji: Person, mai: Person) -> Scene:
    """kenji owns the room, mai is what the column says she is."""
    if column == "direct":
        return Scene(created(kenji.http.post("direct/", json={"users": [mai.id]})), mai, kenji)
    room = kenji.create_room("Kitchen", mai)
    if "moderator," in f"{column}," and "post" not in column:
        kenji.http.patch(f"rooms/{room['id']}/members/{mai.id}/", json={"role": "moderator"}).raise_for_status()
    mai.say(room, "before")
    for word, change in (("slow", {"slow_seconds": 3600}), ("post", {"posting": "moderators"})):
        if word in column:
            kenji.http.patch(f"rooms/{room['id']}/", json=change).raise_for_status()
    if "archived" in column:
        kenji.http.patch(f"rooms/{room['id']}/", json={"archived": True}).raise_for_status()
    return Scene(room, kenji, mai) if column.startswith("owner") else Scene(room, mai, kenji)


def test_sending(scene: Scene, column: str) -> None:
    with Chatter(scene.speaker) as s:
        answer = s.ask("message.send", room=scene.room["id"], nonce=str(uuid.uuid4()), text="hello")
    assert answer.get("code", "") == TABLE[SEND][column]


def test_typing(scene: Scene, column: str) -> None:
    with Chatter(scene.speaker) as s, Chatter(scene.listener) as listener:
        s.tell("typing", ref="now", room=scene.room["id"])
        if code := TABLE[TYPE][column]:
            assert s.answer_to("now")["code"] == code
            # Nothing was passed on: what comes of the same room afterwards would have come after it.
            scene.listener.http.patch(f"rooms/{scene.room['id']}/mine/", json={"muted": True}).raise_for_status()
            listener.wait_for("room.mine")
            assert [frame for frame in listener.heard() if frame["type"] == "typing"] == []
        else:
            assert listener.wait_for("typing", room=scene.room["id"])["user"]["id"] == scene.speaker.id
