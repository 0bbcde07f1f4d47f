"""What is done to messages, on a real site: every member's socket hears it, and a sync brings it to who was away."""

import uuid
from collections.abc import Callable

import httpx
import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter

Write = Callable[[Person, Json, Json], httpx.Response]

# What the owner of a room does to a message in it; each changes at least this message.
WRITES: dict[str, Write] = {
    "edit": lambda kenji, room, message: kenji.http.patch(f"messages/{message['id']}/", json={"text": "@hanako"}),
    "delete": lambda kenji, room, message: kenji.http.delete(f"messages/{message['id']}/"),
    "react": lambda kenji, room, message: kenji.http.put(f"messages/{message['id']}/reactions/🍵/"),
    "pin": lambda kenji, room, message: kenji.http.put(f"messages/{message['id']}/pin/"),
    "reply in its thread": lambda kenji, room, message: kenji.http.post(
        f"rooms/{room['id']}/messages/", json={"nonce": str(uuid.uuid4()), "text": "indeed", "thread": message["id"]}
    ),
}


def stored(person: Person, message: Json) -> Json:
    found: Json = person.http.get(f"messages/{message['id']}/").raise_for_status().json()
    return found


def missed(person: Person, room: Json, have: int) -> list[Json]:
    epoch = person.http.post("sync/", json={"epoch": str(uuid.uuid4()), "rooms": {}}).json()["epoch"]
    answer = person.http.post("sync/", json={"epoch": epoch, "rooms": {str(room["id"]): have}})
    messages: list[Json] = answer.raise_for_status().json()["rooms"][str(room["id"])]["messages"]
    return messages


@pytest.mark.parametrize("write", WRITES)
def test_every_member_hears_it_and_nobody_else(
    kenji: Person, mai: Person, outsider: Person, room: Json, write: str
) -> None:
    message = kenji.say(room, "お茶にしますか")
    assert outsider.http.get(f"messages/{message['id']}/").status_code == 404
    with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
        WRITES[write](kenji, room, message).raise_for_status()
        after = stored(mai, message)
        assert after["rev"] > message["rev"]
        for socket in (k, m):
            socket.wait_for("message", room=room["id"], rev=after["rev"], message=after)
        assert o.heard() == []


@pytest.mark.parametrize("write", WRITES)
def test_who_was_away_gets_it(kenji: Person, mai: Person, room: Json, write: str) -> None:
    message = kenji.say(room, "お茶にしますか")
    WRITES[write](kenji, room, message).raise_for_status()
    after = stored(mai, message)
    changed = missed(mai, room, message["rev"])
    assert changed[-1] == after
    assert [each["rev"] for each in changed] == list(range(after["rev"] - len(changed) + 1, after["rev"] + 1))


def test_a_reply_in_a_thread_goes_by_socket_too(kenji: Person, mai: Person, room: Json) -> None:
    root = kenji.say(room, "Who brings what?")
    with Chatter(kenji) as k, Chatter(mai) as m:
        answer = m.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="chestnuts", thread=root["id"])
        reply = answer["message"]
        assert reply["thread"] == root["id"]
        assert k.wait_for("message")["message"] == reply
        told = k.wait_for("message")["message"]
        assert (told["id"], told["rev"]) == (root["id"], reply["rev"] + 1)
        assert told["replies"] == {"count": 1, "last_at": reply["created_at"], "users": [mai.id]}


def test_a_mention_is_counted_until_it_is_read(kenji: Person, mai: Person, room: Json) -> None:
    kenji.say(room, f"@{mai.username}さん")
    message = kenji.say(room, "@here")
    with Chatter(mai) as phone:
        (summary,) = [summary for summary in phone.hello["rooms"] if summary["id"] == room["id"]]
        assert (summary["mentions"], summary["unread"]) == (2, 2)
        phone.ask("room.read", room=room["id"], seq=message["seq"])
    assert mai.http.get(f"rooms/{room['id']}/").json()["mentions"] == 0
