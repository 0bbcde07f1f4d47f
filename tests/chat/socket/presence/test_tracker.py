"""Who is here, at one worker: people who watch, their devices, their status."""

import time

import pytest

from chat.socket.presence.tracker import LINGER_SECONDS
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.process import wait_until
from tests.chat.socket.presence.watching import news, watch


class TestWatching:
    def test_those_who_come_and_go_are_seen(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k:
            assert watch(k, mai, kenji) == ["offline", "online"]
            with Chatter(mai):
                assert news(k, mai) == "online"
            assert news(k, mai) == "offline"

    def test_it_tells_of_no_stranger(self, kenji: Person, mai: Person, outsider: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai), Chatter(outsider) as o:
            assert watch(o, kenji, mai) == ["offline", "offline"]
            assert watch(k, outsider) == ["offline"]
            o.tell("presence.set", state="away")
            o.ask("ping")
            assert watch(k, mai) == ["online"]
            assert k.heard() == []

    def test_somebody_whom_i_meet_no_more_is_a_stranger(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            assert watch(m, kenji) == watch(k, kenji) == ["online"]
            kenji.http.delete(f"rooms/{room['id']}/members/{mai.id}/").raise_for_status()
            m.wait_for("room.left")
            m.ask("ping")
            k.ask("presence.set", state="away")
            assert news(k, kenji) == "away"
            assert "presence" not in {frame["type"] for frame in m.heard()}
            assert watch(m, kenji) == ["offline"]

    def test_a_watch_replaces_the_one_before(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            watch(k, mai)
            assert watch(k) == []
            m.ask("presence.set", state="away")
            assert watch(k, mai) == ["away"]
            assert k.heard() == []

    @pytest.mark.parametrize("users", [list(range(1, 202)), ["1"], [0], None])
    def test_who_is_no_list_of_people_is_refused(self, kenji: Person, users: object) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.watch", users=users)["code"] == "invalid"

    def test_a_person_who_never_was_is_offline(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.watch", users=[2**62])["presence"] == {str(2**62): "offline"}


class TestDevices:
    def test_somebody_is_away_when_all_their_devices_are(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as phone, Chatter(mai) as laptop:
            assert watch(k, mai) == ["online"]
            phone.ask("presence.set", state="away")
            assert watch(k, mai) == ["online"]
            laptop.ask("presence.set", state="away")
            assert news(k, mai) == "away"
            phone.ask("presence.set", state="online")
            assert news(k, mai) == "online"

    def test_the_last_device_to_go_counts(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as phone:
            with Chatter(mai):
                phone.ask("presence.set", state="away")
                assert watch(k, mai) == ["online"]
            assert news(k, mai) == "away"

    def test_a_page_that_is_loaded_anew_was_never_gone(self, kenji: Person, mai: Person, room: Json) -> None:
        wait_until(lambda: is_never_gone(kenji, mai), what="a page that this machine loads in time")

    def test_no_other_state_can_be_set(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            assert k.ask("presence.set", state="offline")["code"] == "invalid"


def is_never_gone(kenji: Person, mai: Person) -> bool:
    """False where the page took so long to load that its person counts as gone."""
    with Chatter(kenji) as k:
        with Chatter(mai):
            assert watch(k, mai) == ["online"]
            left = time.monotonic()
        with Chatter(mai):
            if time.monotonic() - left > LINGER_SECONDS / 2:
                return False
            began = time.monotonic()
            while time.monotonic() - began < LINGER_SECONDS + 1:
                k.ask("ping")
                time.sleep(0.2)
            assert k.heard() == []
            assert watch(k, mai) == ["online"]
    return True


class TestStatus:
    def test_it_shows_to_my_devices_and_to_those_who_watch_me(
        self, kenji: Person, mai: Person, outsider: Person, room: Json
    ) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
            watch(k, mai)
            watch(o, mai)
            status = {"emoji": "🍵", "text": "お茶"}
            mai.http.patch("me/", json={"status_emoji": "🍵", "status_text": "お茶"}).raise_for_status()
            for chatter in (k, m):
                assert chatter.wait_for("user")["user"]["status"] == status
            assert o.heard() == []
            assert m.say(room, "くつろいでいます")["author"]["status"] == status

    def test_what_nobody_sees_is_told_to_nobody(self, mai: Person) -> None:
        with Chatter(mai) as m:
            mai.http.patch("me/", json={"language": "ja"}).raise_for_status()
            mai.http.patch("me/", json={"status_text": ""}).raise_for_status()
            assert m.heard() == []
