"""What the sockets of somebody hear who is added to a room, stays, leaves or is kept out of it."""

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter


def add(by: Person, room: Json, *people: Person) -> None:
    users = {"users": [person.id for person in people]}
    by.http.post(f"rooms/{room['id']}/members/", json=users).raise_for_status()


class TestWhoWasAdded:
    def test_is_told_by_whom_on_every_device(self, kenji: Person, outsider: Person, room: Json) -> None:
        with Chatter(outsider) as first, Chatter(outsider) as second:
            add(kenji, room, outsider)
            for device in (first, second):
                frame = device.wait_for("room.joined", room=room["id"])
                assert frame["added_by"] == frame["summary"]["added_by"]
                assert frame["added_by"]["id"] == kenji.id
            outsider.http.post(f"rooms/{room['id']}/stay/").raise_for_status()
            for device in (first, second):
                assert device.wait_for("room.mine", room=room["id"])["added_by"] is None

    def test_also_on_one_that_comes_later(self, kenji: Person, outsider: Person, room: Json) -> None:
        add(kenji, room, outsider)
        for _ in range(2):
            with Chatter(outsider) as later:
                (summary,) = later.hello["rooms"]
                assert summary["added_by"]["id"] == kenji.id
        outsider.http.post(f"rooms/{room['id']}/stay/").raise_for_status()
        with Chatter(outsider) as later:
            assert [each["added_by"] for each in later.hello["rooms"]] == [None]

    def test_who_joins_was_added_by_nobody(self, kenji: Person, outsider: Person) -> None:
        room = kenji.create_room("Porch")
        with Chatter(outsider) as o:
            outsider.join(room)
            assert o.wait_for("room.joined")["added_by"] is None


class TestWhoIsBanned:
    def test_hears_that_they_left_and_nothing_more(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            kenji.http.put(f"rooms/{room['id']}/bans/{mai.id}/", json={}).raise_for_status()
            assert k.wait_for("member", room=room["id"])["role"] is None
            m.wait_for("room.left", room=room["id"])
            kenji.say(room, "quiet now")
            assert [frame for frame in m.heard() if frame["type"] == "message"] == []
            assert m.ask("message.send", room=room["id"], nonce=NONCE, text="but")["code"] == "not_found"

    def test_has_no_socket_to_the_room(self, kenji: Person, mai: Person, room: Json) -> None:
        kenji.http.put(f"rooms/{room['id']}/bans/{mai.id}/", json={}).raise_for_status()
        assert Chatter(mai, f"/ws/chat/{room['id']}/").turned_away() == (4404, "not_found")


NONCE = "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"
