"""Limits belong to a person: on all their sockets, and of every kind of frame."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.process import wait_until
from lab.servers.site import Site

FLOOD = 20_000


def frame(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=True)


# Costs the server so little that a busy machine, too, reads them faster than they may come.
PING = frame(Opcode.TEXT, b'{"type":"ping","ref":1}')


class TestFrames:
    """The limit is 200 a second, and 1,000 at once."""

    @pytest.mark.parametrize(
        ("opening", "each", "reason"),
        [
            (b"", frame(Opcode.PING, b"x" * 125), "rate_limited"),
            (b"", frame(Opcode.PONG), "rate_limited"),
            (b"", frame(Opcode.BINARY), "rate_limited"),
            (b"", frame(Opcode.TEXT, b"{"), "rate_limited"),
            (frame(Opcode.TEXT, b"{", fin=False), frame(Opcode.CONT, fin=False), "too_many_fragments"),
            (frame(Opcode.TEXT, b"{", fin=False), frame(Opcode.PING), "rate_limited"),
        ],
        ids=["pings", "pongs", "binary", "no JSON", "empty fragments", "pings between fragments"],
    )
    def test_whoever_floods_is_cut_off(
        self, kenji: Person, mai: Person, opening: bytes, each: bytes, reason: str
    ) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            with ThreadPoolExecutor(1) as threads:
                sending = threads.submit(k.socket.socket.sendall, opening + each * FLOOD)
                assert k.wait_closed() == (4429, reason)
            # The rest of it may find the connection closed, too.
            assert isinstance(sending.exception(), OSError | None)
            assert m.ask("ping")["type"] == "pong"

    def test_what_came_before_is_answered(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            k.socket.socket.sendall(b"".join(frame(Opcode.TEXT, b'{"type":"ping","ref":%d}' % n) for n in range(3000)))
            before: list[Json] = []
            assert k.wait_closed(before) == (4429, "rate_limited")
        refs = [each["ref"] for each in before if each["type"] == "pong"]
        assert refs == list(range(len(refs)))
        assert len(refs) >= 1000

    def test_all_sockets_of_a_person_together(self, kenji: Person, mai: Person) -> None:
        """Six with 400 pings each: more than a person may send, less than a socket might before."""
        with ExitStack() as stack:
            sockets = [stack.enter_context(Chatter(kenji)) for _ in range(6)]
            m = stack.enter_context(Chatter(mai))
            with ThreadPoolExecutor(6) as threads:
                ends = list(threads.map(lambda k: _ping_and_end(k, 400), sockets))
            assert m.ask("ping")["type"] == "pong"
        assert (4429, "rate_limited") in ends

    def test_coming_back_gives_no_new_allowance(self, kenji: Person) -> None:
        """200 are added in each second, also while the socket opens again."""
        began = time.monotonic()
        answers: list[Json] = []
        for _ in range(2):
            with Chatter(kenji) as k:
                k.socket.socket.sendall(PING * 3000)
                assert k.wait_closed(answers) == (4429, "rate_limited")
        answered = [frame for frame in answers if frame["type"] == "pong"]
        assert len(answered) <= 1000 + 200 * (time.monotonic() - began + 1)


def _ping_and_end(k: Chatter, count: int) -> tuple[int, str] | None:
    """What the socket was closed with, before all were answered."""
    k.socket.socket.sendall(PING * count)
    answered = 0
    while answered < count:
        frame = k.receive()
        if frame["type"] == "closed":
            return frame["code"], frame["reason"]
        answered += frame["type"] == "pong"
    return None


@pytest.fixture
def narrow_site(tmp_path: Path) -> Iterator[Site]:
    """Where little is allowed."""
    env = {"MOST_SOCKETS": "5", "ACCOUNT_RATE_LOOKUP": "20/day", "SOCKET_BYTES_PER_SECOND": "100000"}
    env["ACCOUNT_RATE_LONG_TEXT"] = "1000/day"
    with Site(tmp_path, env=env) as site, site.no_traceback():
        Person.set_up(site)
        yield site


class TestOnOneWorker:
    @pytest.fixture
    def hanako(self, narrow_site: Site) -> Person:
        return Person.sign_in(narrow_site, "hanako")

    def test_only_so_many_sockets_are_open(self, hanako: Person, newcomer: object, narrow_site: Site) -> None:
        with ExitStack() as stack:
            first, *_ = [stack.enter_context(Chatter(hanako)) for _ in range(5)]
            assert Chatter(hanako).turned_away() == (4429, "too_many_sockets")
            refusal = upgrade(hanako)
            assert (refusal.status_code, refusal.json()["code"]) == (429, "too_many_sockets")
            assert int(refusal.headers["Retry-After"]) >= 1
            assert first.ask("ping")["type"] == "pong", "those that are open stay"
            with Chatter(Person.register(narrow_site, "kenji")):
                first.socket.close()
                wait_until(lambda: _opens(hanako), what="a place")

    def test_only_so_much_is_looked_up(self, hanako: Person) -> None:
        room = hanako.create_room("Kitchen")
        asked = {"room.read": {"room": room["id"], "seq": 0}, "presence.watch": {"users": [hanako.id]}}
        with Chatter(hanako) as k, Chatter(hanako) as laptop:
            for turn in range(10):
                for device, (kind, fields) in zip((k, laptop), asked.items(), strict=True):
                    assert device.ask(kind, **fields)["type"] == "ok", turn
            for kind, fields in (*asked.items(), ("session.renew", {"token": hanako.token})):
                refused = laptop.ask(kind, **fields)
                assert (refused["code"], refused["retry_after"] >= 1) == ("rate_limited", True)

    def test_only_so_many_long_texts_are_read(self, hanako: Person, narrow_site: Site) -> None:
        """Over sockets, over REST and as edits together. Short ones and those without an @ do not count."""
        kenji = Person.register(narrow_site, "kenji")
        room = hanako.create_room("Kitchen", kenji)
        long = "@kenji " + "a" * 400
        with Chatter(hanako) as k:
            sent, _ = k.say(room, long), k.say(room, long)
            for text, code in (
                (long, "rate_limited"),
                ("b" * 400, None),
                ("@kenji", None),
                (5 * long * 10, "text_too_long"),
            ):
                answer = k.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text=text)
                assert answer.get("code") == code, text[:10]
        said = {"nonce": str(uuid.uuid4()), "text": long}
        posted = hanako.http.post(f"rooms/{room['id']}/messages/", json=said)
        edited = hanako.http.patch(f"messages/{sent['id']}/", json={"text": f"{long}!"})
        assert [(each.status_code, each.json()["code"]) for each in (posted, edited)] == [(429, "rate_limited")] * 2
        assert kenji.say(room, long)["text"] == long

    def test_whoever_sends_much_waits_and_loses_nothing(self, hanako: Person) -> None:
        """A megabyte, when half of one may come at once and a tenth in each second."""
        room = hanako.create_room("Kitchen")
        with Chatter(hanako) as k:
            for number in range(100):
                k.tell("message.send", ref=number, room=room["id"], nonce=str(uuid.uuid4()), text="x" * 10_000)
            with Chatter(hanako) as laptop:
                assert laptop.ask("ping")["type"] == "pong"
            seqs = [k.answer_to(number)["message"]["seq"] for number in range(100)]
        assert seqs == list(range(1, 101))


def _opens(person: Person) -> bool:
    try:
        with Chatter(person):
            return True
    except (AssertionError, ConnectionClosed):
        return False


def upgrade(person: Person) -> httpx.Response:
    """The answer to a socket that is refused by HTTP."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
        "Authorization": f"Bearer {person.token}",
    }
    return person.site.client().get("/ws/chat/", headers=headers)
