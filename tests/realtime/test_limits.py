"""Readers that do not read, writers that do not stop, and sockets that open in the middle of a storm."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site

LARGE = 10_000 * "🔥"  # 40 KB on the wire: together more than the kernel buffers, and a megabyte


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class TestSlowReaders:
    @pytest.fixture
    def either_site(self, site_without_jobs: Site) -> Site:
        return site_without_jobs

    def test_are_cut_off_with_4408_and_cost_nobody_else_anything(
        self, kenji: Person, mai: Person, room: Json, either_site: Site
    ) -> None:
        buffers = socket.socket()
        buffers.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        buffers.connect(("127.0.0.1", either_site.port))
        with Chatter(kenji) as k:
            for _ in range(50):  # whatever a first use costs is paid before anything is measured
                k.say(room, LARGE)
            with Chatter(mai, sock=buffers, max_queue=1) as slow:
                before = resident_megabytes(either_site.pid)
                for _ in range(150):
                    k.say(room, LARGE)
                assert resident_megabytes(either_site.pid) - before < 10
                frames: list[Json] = []
                assert slow.wait_closed(frames) == (4408, "too_slow")
        seqs = [frame["message"]["seq"] for frame in frames if frame["type"] == "message"]
        assert seqs == list(range(51, 51 + len(seqs))), "what was delivered before the cut had a gap"
        assert len(seqs) < 150


class TestFastWriters:
    def test_wait_when_the_application_is_behind(self, kenji: Person, room: Json) -> None:
        """Well within the rate, but faster than the database: all are answered, in order."""
        with Chatter(kenji) as k:
            for number in range(150):
                nonce = f"00000000-0000-4000-8000-{kenji.id:06}{number:06}"
                k.tell("message.send", ref=f"n{number}", room=room["id"], nonce=nonce, text=str(number))
            answers = [k.wait_for("ok", ref=f"n{number}") for number in range(150)]
        assert [answer["message"]["seq"] for answer in answers] == list(range(1, 151))


class TestConnectingInAStorm:
    def test_a_new_socket_misses_nothing_between_hello_and_its_first_frame(
        self, kenji: Person, mai: Person, room: Json
    ) -> None:
        stop = threading.Event()

        def talk() -> int:
            spoken = 0
            with Chatter(kenji) as k:
                while not stop.is_set():
                    k.say(room, "talking on and on")
                    k.heard()
                    spoken += 1
                    stop.wait(0.01)  # below the rate at which a socket is cut off
            return spoken

        with ThreadPoolExecutor(1) as threads:
            talking = threads.submit(talk)
            try:
                for _ in range(40):
                    assert not talking.done(), talking.result()
                    with Chatter(mai) as m:
                        rev = m.hello["rooms"][0]["rev"]
                        seen = [m.wait_for("message")["rev"] for _ in range(3)]
                        fresh = [number for number in seen if number > rev]
                        assert fresh == list(range(rev + 1, rev + 1 + len(fresh))), (rev, seen)
                        assert seen == sorted(seen)
            finally:
                stop.set()
        assert talking.result() > 40

    def test_a_room_that_becomes_mine_meanwhile_is_in_hello_or_told_after_it(self, kenji: Person, mai: Person) -> None:
        with ThreadPoolExecutor(1) as threads:
            creating = threads.submit(lambda: [kenji.create_room(f"Room {number}", mai) for number in range(40)])
            while not creating.done():
                with Chatter(mai) as m:
                    mine = {room["id"] for room in mai.http.get("rooms/").json()["results"]}
                    known = {room["id"] for room in m.hello["rooms"]}
                    for room_id in mine - known:
                        m.wait_for("room.joined", room=room_id)
            assert len(creating.result()) == 40


class TestSendingTogether:
    def test_one_bad_message_harms_no_other(self, kenji: Person, mai: Person, outsider: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m, Chatter(outsider) as o:
            for number in range(60):
                for person, chatter in ((kenji, k), (mai, m), (outsider, o)):
                    nonce = f"00000000-0000-4000-8000-{person.id:06}{number:06}"
                    text = "" if chatter is m and number % 3 == 0 else str(number)
                    chatter.tell("message.send", ref=number, room=room["id"], nonce=nonce, text=text)
            answers = {
                name: [chatter.answer_to(number) for number in range(60)]
                for name, chatter in (("kenji", k), ("mai", m), ("outsider", o))
            }
        assert {answer["type"] for answer in answers["kenji"]} == {"ok"}
        assert [answer.get("code") for answer in answers["mai"]] == ["text_empty", None, None] * 20
        assert {answer["code"] for answer in answers["outsider"]} == {"not_found"}
        seqs = [a["message"]["seq"] for name in ("kenji", "mai") for a in answers[name] if a["type"] == "ok"]
        assert sorted(seqs) == list(range(1, 101))
