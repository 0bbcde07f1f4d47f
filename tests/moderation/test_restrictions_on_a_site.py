"""Mutes and hidden people over real sockets, on every kind of site."""

import uuid

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
    return kenji.create_room("Kitchen", mai, kind="private")


def mute(by: Person, person: Person, room: Json, seconds: int | None = 600) -> Json:
    body = {"seconds": seconds, "reason": "Cool down"}
    muted: Json = by.http.put(f"rooms/{room['id']}/mutes/{person.id}/", json=body).raise_for_status().json()
    return muted


def send(socket: Chatter, room: Json) -> Json:
    return socket.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="but")


class TestMuted:
    def test_all_devices_are_told_and_writing_is_refused(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as first, Chatter(mai, f"/ws/chat/{room['id']}/") as second:
            muted = mute(kenji, mai, room)
            for device in (first, second):
                frame = device.wait_for("mute.changed", room=room["id"])
                assert (frame["muted"], frame["until"], frame["reason"]) == (True, muted["until"], "Cool down")
                assert frame["me"] == first.hello["me"] + 1
            refused = send(first, room)
            assert (refused["type"], refused["code"]) == ("error", "muted")
            assert (refused["until"], refused["reason"], refused["room"]) == (muted["until"], "Cool down", room["id"])
            first.tell("typing", ref="now", room=room["id"])
            assert first.answer_to("now")["code"] == "muted"
            kenji.http.delete(f"rooms/{room['id']}/mutes/{mai.id}/").raise_for_status()
            for device in (first, second):
                assert not device.wait_for("mute.changed", muted=False)["until"]
            assert send(first, room)["type"] == "ok"
            k.wait_for("message", room=room["id"])
            told = {frame["type"] for frame in k.heard()}
            assert not told & {"typing", "mute.changed"}, "the others hear nothing of it"

    def test_it_ends_by_itself(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(mai) as m:
            mute(kenji, mai, room, seconds=1)
            m.wait_for("mute.changed", muted=True)
            assert m.wait_for("mute.changed", muted=False)["room"] == room["id"]
            assert send(m, room)["type"] == "ok"
        assert mai.http.get("me/mutes/").json() == {"results": []}

    def test_a_device_that_comes_later_asks(self, kenji: Person, mai: Person, room: Json) -> None:
        muted = mute(kenji, mai, room, seconds=None)
        with Chatter(mai) as m:
            (mine,) = mai.http.get("me/mutes/").json()["results"]
            assert mine == {"room": room["id"], "until": None, "reason": muted["reason"]}
            assert send(m, room)["code"] == "muted"


class TestHidden:
    def test_own_devices_are_told_and_nobody_else(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as first, Chatter(mai) as second:
            mai.http.put(f"me/hidden/{kenji.id}/").raise_for_status()
            for device in (first, second):
                assert device.wait_for("hidden.changed", user=kenji.id)["hidden"]
            mai.http.delete(f"me/hidden/{kenji.id}/").raise_for_status()
            for device in (first, second):
                assert not device.wait_for("hidden.changed", hidden=False)["hidden"]
            mai.say(room, "and now")
            k.wait_for("message", room=room["id"])
            assert not [frame for frame in k.heard() if frame["type"] == "hidden.changed"]

    def test_a_direct_room_with_who_hides_looks_like_one_with_nobody(
        self, kenji: Person, mai: Person, room: Json
    ) -> None:
        mai.http.put(f"me/hidden/{kenji.id}/").raise_for_status()
        refused = kenji.http.post("direct/", json={"users": [mai.id]})
        nobody = kenji.http.post("direct/", json={"users": [10**9]})
        assert (refused.status_code, refused.content) == (nobody.status_code, nobody.content)
        assert mai.http.post("direct/", json={"users": [kenji.id]}).status_code == 201
