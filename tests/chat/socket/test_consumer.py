"""What a socket says in a room, and what the others hear."""

import uuid

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter


class TestMessages:
    def test_reach_every_member_and_nobody_else(self, kenji: Person, mai: Person, outsider: Person, room: Json) -> None:
        assert outsider.http.get(f"rooms/{room['id']}/").status_code == 404
        with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
            stored = k.say(room, "お茶が入りました")
            assert m.wait_for("message", room=room["id"])["message"] == stored
            assert k.wait_for("message", room=room["id"])["message"] == stored
            assert o.heard() == []

    def test_sent_over_rest_arrive_too(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(mai) as m:
            stored = kenji.say(room, "by REST")
            assert m.wait_for("message")["message"] == stored

    def test_come_in_order(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            for number in range(30):
                k.say(room, str(number))
            frames = [m.wait_for("message") for _ in range(30)]
        assert [frame["message"]["text"] for frame in frames] == [str(number) for number in range(30)]
        assert [frame["message"]["seq"] for frame in frames] == list(range(1, 31))
        revs = [frame["rev"] for frame in frames]
        assert revs == list(range(revs[0], revs[0] + 30))

    def test_are_stored_once_however_often_they_are_sent(self, kenji: Person, mai: Person, room: Json) -> None:
        nonce = str(uuid.uuid4())
        with Chatter(kenji) as k, Chatter(mai) as m:
            answers = [k.ask("message.send", room=room["id"], nonce=nonce, text="once") for _ in range(3)]
            assert len({answer["message"]["id"] for answer in answers}) == 1
            m.wait_for("message")
            assert m.heard() == []

    def test_cannot_be_sent_in_anothers_name(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k:
            answer = k.ask(
                "message.send", room=room["id"], nonce=str(uuid.uuid4()), text="who am I?", author=mai.id, user=mai.id
            )
        assert answer["message"]["author"]["id"] == kenji.id

    def test_edited_and_deleted_show_in_open_sockets(self, kenji: Person, mai: Person, room: Json) -> None:
        message = kenji.say(room, "frist")
        with Chatter(mai) as m:
            kenji.http.patch(f"messages/{message['id']}/", json={"text": "first"}).raise_for_status()
            assert m.wait_for("message")["message"]["text"] == "first"
            kenji.http.delete(f"messages/{message['id']}/").raise_for_status()
            tombstone = m.wait_for("message")["message"]
            assert (tombstone["text"], tombstone["deleted_at"] is not None) == ("", True)


class TestMemberships:
    def test_a_new_member_hears_at_once(self, kenji: Person, outsider: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(outsider) as o:
            k.ask("ping")
            kenji.http.post(f"rooms/{room['id']}/members/", json={"users": [outsider.id]}).raise_for_status()
            joined = o.wait_for("room.joined", room=room["id"])
            assert (joined["summary"]["name"], joined["summary"]["role"]) == ("Kitchen", "member")
            assert k.wait_for("member", room=room["id"])["user"]["id"] == outsider.id
            k.say(room, "welcome")
            assert o.wait_for("message")["message"]["text"] == "welcome"

    def test_a_removed_member_hears_nothing_more(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
            m.wait_for("room.left", room=room["id"])
            assert k.wait_for("member", room=room["id"])["role"] is None
            k.say(room, "between us")
            assert [frame for frame in m.heard() if frame["type"] == "message"] == []
            answer = m.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="still here?")
            assert answer["code"] == "not_found"

    def test_a_rename_shows_in_open_sockets(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(mai) as m:
            kenji.http.patch(f"rooms/{room['id']}/", json={"name": "Dining room"}).raise_for_status()
            assert m.wait_for("room", room=room["id"])["name"] == "Dining room"


class TestOneRoomSocket:
    def test_speaks_and_hears_of_its_room_alone(self, kenji: Person, mai: Person, room: Json) -> None:
        other = kenji.create_room("Garden", mai)
        with Chatter(kenji, f"/ws/chat/{room['id']}/") as k, Chatter(mai) as m:
            assert [summary["id"] for summary in k.hello["rooms"]] == [room["id"]]
            m.say(other, "not for this socket")
            m.say(room, "for this one")
            assert k.wait_for("message")["room"] == room["id"]
            assert k.heard() == []
            answer = k.ask("message.send", room=other["id"], nonce=str(uuid.uuid4()), text="x")
            assert answer["code"] == "not_found"

    def test_is_closed_when_the_membership_ends(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(mai, f"/ws/chat/{room['id']}/") as m:
            kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
            m.wait_for("room.left")
            assert m.wait_closed() == (4404, "not_found")


class TestReadMarkers:
    def test_reach_my_other_devices_and_a_small_room(
        self, kenji: Person, mai: Person, outsider: Person, room: Json
    ) -> None:
        kenji.say(room, "one")
        with Chatter(mai) as phone, Chatter(mai) as laptop, Chatter(kenji) as k, Chatter(outsider) as o:
            assert phone.hello["rooms"][0]["unread"] == 1
            assert phone.ask("room.read", room=room["id"], seq=1)["last_read_seq"] == 1
            read = {"type": "read", "room": room["id"], "user": mai.id, "seq": 1, "rev": 1}
            me = phone.hello["me"] + 1
            assert laptop.wait_for("read", me=me) == read | {"me": me}
            for hears in (laptop, k):
                assert hears.wait_for("read") == read
            assert o.heard() == []
            assert phone.ask("room.read", room=room["id"], seq=0)["last_read_seq"] == 1
        assert mai.http.get(f"rooms/{room['id']}/").json()["unread"] == 0


class TestMine:
    def test_what_i_want_of_a_room_reaches_my_devices_alone(self, kenji: Person, mai: Person, room: Json) -> None:
        mai.http.post(f"rooms/{room['id']}/stay/").raise_for_status()
        with Chatter(mai) as phone, Chatter(mai) as laptop, Chatter(kenji) as k:
            mai.http.patch(f"rooms/{room['id']}/mine/", json={"muted": True}).raise_for_status()
            me = phone.hello["me"] + 1
            for device in (phone, laptop):
                assert device.wait_for("room.mine") == {
                    "type": "room.mine", "room": room["id"], "notify": "all", "muted": True, "favourite": False, "section": None,
                    "added_by": None, "me": me,
                }  # fmt: skip
            assert k.heard() == []
        with Chatter(mai) as later:
            assert later.hello["rooms"][0]["muted"] is True

    def test_a_draft_reaches_my_devices_alone(self, kenji: Person, mai: Person, room: Json) -> None:
        draft = {"text": "お茶が", "at": "2026-11-20T09:12:00Z"}
        other = mai.create_room("Garden", kenji)
        with (
            Chatter(mai) as phone,
            Chatter(mai, f"/ws/chat/{other['id']}/") as garden,
            Chatter(kenji) as k,
        ):
            mai.http.put(f"rooms/{room['id']}/draft/", json=draft).raise_for_status()
            me = phone.hello["me"] + 1
            kept = {"type": "draft", "room": room["id"], "thread": None, **draft, "rev": me, "me": me}
            assert phone.wait_for("draft") == kept
            assert garden.heard() == k.heard() == []


class TestDirectRooms:
    def test_both_are_in_one_as_soon_as_either_opens_it(self, kenji: Person, mai: Person) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            opened = kenji.http.post("direct/", json={"users": [mai.id]})
            assert opened.status_code == 201
            room = opened.json()
            joined = m.wait_for("room.joined", room=room["id"])
            assert [person["id"] for person in joined["summary"]["people"]] == [kenji.id]
            k.wait_for("room.joined", room=room["id"])
            m.say(room, "二人だけの話")
            assert k.wait_for("message")["message"]["text"] == "二人だけの話"
        with Chatter(kenji) as k:
            assert [person["id"] for person in k.hello["rooms"][0]["people"]] == [mai.id]


class TestRules:
    def test_a_socket_is_told_how_long_to_wait(self, kenji: Person, mai: Person, room: Json) -> None:
        kenji.http.patch(f"rooms/{room['id']}/", json={"slow_seconds": 60}).raise_for_status()
        with Chatter(mai) as m:
            m.say(room, "first")
            refused = m.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="second")
            assert refused["code"] == "slow_mode"
            assert 50 < refused["retry_after"] <= 60


class TestTyping:
    def test_reaches_the_room(self, kenji: Person, mai: Person, outsider: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
            k.tell("typing", room=room["id"])
            assert m.wait_for("typing", room=room["id"])["user"]["id"] == kenji.id
            o.tell("typing", room=room["id"])
            assert o.wait_for("error")["code"] == "not_found"
            assert [frame for frame in m.heard() if frame["type"] == "typing"] == []

    def test_names_the_thread(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            k.tell("typing", room=room["id"], thread=17)
            assert m.wait_for("typing")["thread"] == 17

    def test_is_passed_on_now_and_then(self, kenji: Person, mai: Person, room: Json) -> None:
        """For each room by itself, and each socket."""
        other = kenji.create_room("Garden", mai)
        with Chatter(kenji) as k, Chatter(kenji) as laptop, Chatter(mai) as m:
            for _ in range(20):
                k.tell("typing", room=room["id"])
            k.tell("typing", room=other["id"])
            k.ask("ping")
            laptop.tell("typing", room=other["id"])
            laptop.say(other, "done")
            # Redis hands out in the order it was given: whatever typing there was came before this.
            m.wait_for("message", room=other["id"])
            typing = [frame["room"] for frame in m.heard() if frame["type"] == "typing"]
            assert sorted(typing) == sorted([room["id"], other["id"], other["id"]])
