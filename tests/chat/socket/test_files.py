"""Messages with files over sockets, with files that were uploaded to the site."""

import uuid
from typing import Any

import pytest

from lab.clients.person import Json, Person, created
from lab.clients.socket import Chatter


def uploaded(person: Person, data: bytes = b"kettle") -> str:
    return str(created(person.http.post("files/", files={"file": ("kettle.txt", data, "text/plain")}))["id"])


def sending(room: Json, *files: Any, text: str = "") -> Json:
    return {"room": room["id"], "nonce": str(uuid.uuid4()), "text": text, "files": list(files)}


def test_every_member_hears_of_the_files_and_a_retry_is_answered(kenji: Person, mai: Person, room: Json) -> None:
    body = sending(room, uploaded(kenji), uploaded(kenji))
    with Chatter(kenji) as k, Chatter(mai) as m:
        message = k.ask("message.send", **body)["message"]
        assert [file["id"] for file in message["files"]] == body["files"]
        m.wait_for("message", room=room["id"], message=message)
        assert k.ask("message.send", **body)["message"] == message


def test_two_sockets_that_send_one_upload_at_once(kenji: Person, room: Json) -> None:
    """One message has the upload, and the other one a copy of it."""
    other = kenji.create_room("Attic")
    file = uploaded(kenji)
    with Chatter(kenji) as here, Chatter(kenji) as there:
        here.tell("message.send", ref=1, **sending(room, file))
        there.tell("message.send", ref=1, **sending(other, file))
        answers = [each.wait_for("ok", ref=1)["message"]["files"] for each in (here, there)]
    ids = [shown["id"] for (shown,) in answers]
    assert (ids.count(file), len(set(ids))) == (1, 2)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"], "file_not_found"),
        ([str(uuid.UUID(int=number)) for number in range(11)], "too_many_files"),
        ([str(uuid.UUID(int=number)) for number in range(1_500)], "too_many_files"),
        (["5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"] * 2, "invalid"),
        (["kettle.txt"], "invalid"),
        ([None], "invalid"),
        ([[]], "invalid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_no_files_are(kenji: Person, room: Json, files: list[Any], code: str) -> None:
    with Chatter(kenji) as k:
        assert k.ask("message.send", **sending(room, *files, text="tea"))["code"] == code
        assert k.ask("message.send", **sending(room, text="tea"))["message"]["files"] == []


def test_uploads_of_others_and_files_of_rooms_of_others(
    kenji: Person, mai: Person, outsider: Person, room: Json
) -> None:
    file, theirs = uploaded(kenji), outsider.create_room("Elsewhere")
    with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
        for _ in range(2):
            assert o.ask("message.send", **sending(theirs, file))["code"] == "file_not_found"
            k.ask("message.send", **sending(room, file))
        assert m.ask("message.send", **sending(mai.create_room("Mine"), file))["message"]["files"][0]["id"] != file
        kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
        assert m.ask("message.send", **sending(mai.create_room("Mine"), file))["code"] == "file_not_found"
