"""A try of a message arrives after a later one was refused: the author was told, so it is not stored any more."""

import uuid
from pathlib import Path

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.servers.site import Site

DATABASE = "late"


def texts(person: Person, room: Json) -> list[str]:
    page = person.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()
    return [message["text"] for message in page["messages"]]


def test_what_a_worker_that_stood_still_had_received_is_refused_too(
    postgres: Postgres, tmp_path: Path, hanako: Person, kenji: Person
) -> None:
    """Kenji was removed meanwhile, was told so, and is back."""
    room = hanako.create_room("Kitchen", kenji)
    members = f"rooms/{room['id']}/members/"
    late, fresh = ({"nonce": str(uuid.uuid4()), "text": text} for text in ("late", "fresh"))
    with Site(tmp_path, database_url=postgres.database_url(DATABASE)) as other:
        there = Person(other, {"user": kenji.user, "access": kenji.token})
        with Chatter(there) as k:
            other.pause()
            try:
                k.tell("message.send", ref="late", room=room["id"], **late)
                hanako.http.delete(f"{members}{kenji.id}/").raise_for_status()
                again = kenji.http.post(f"rooms/{room['id']}/messages/", json=late | {"attempt": 2})
                hanako.http.post(members, json={"users": [kenji.id]}).raise_for_status()
            finally:
                other.resume()
            assert (again.status_code, again.json()["code"]) == (404, "not_found")
            assert k.answer_to("late")["code"] == "nonce_conflict"
            assert k.ask("message.send", room=room["id"], **fresh)["type"] == "ok"
            assert texts(kenji, room) == ["fresh"]
            assert k.ask("message.send", room=room["id"], **late, attempt=3)["type"] == "ok"
    assert texts(kenji, room) == ["fresh", "late"]
