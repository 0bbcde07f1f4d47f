"""Limits belong to a person: on all their sockets, over all workers, and of every kind of frame."""

import json
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
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.site import Site

FLOOD = 20_000


def frame(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=True)


def message(room: Json, text: str = "tea") -> bytes:
    sent = {"type": "message.send", "room": room["id"], "nonce": str(uuid.uuid4()), "text": text}
    return frame(Opcode.TEXT, json.dumps(sent).encode())


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

    def test_all_sockets_of_a_person_together(self, kenji: Person, mai: Person, room: Json) -> None:
        """Six with 400 messages each: more than a person may send, less than a socket might before."""
        with ExitStack() as stack:
            sockets = [stack.enter_context(Chatter(kenji)) for _ in range(6)]
            m = stack.enter_context(Chatter(mai))
            with ThreadPoolExecutor(6) as threads:
                ends = list(threads.map(lambda k: _send_and_end(k, room, 400), sockets))
            assert m.ask("ping")["type"] == "pong"
        assert (4429, "rate_limited") in ends

    def test_coming_back_gives_no_new_allowance(self, kenji: Person) -> None:
        ping = frame(Opcode.TEXT, b'{"type":"ping","ref":1}')
        with Chatter(kenji) as k:
            k.socket.socket.sendall(ping * 3000)
            k.wait_closed()
        with Chatter(kenji) as k:
            k.socket.socket.sendall(ping * 900)
            assert k.wait_closed() == (4429, "rate_limited")


def _send_and_end(k: Chatter, room: Json, count: int) -> tuple[int, str] | None:
    """What the socket was closed with, before all were answered."""
    k.socket.socket.sendall(b"".join(message(room) for _ in range(count)))
    answered = 0
    while answered < count:
        frame = k.receive()
        if frame["type"] == "closed":
            return frame["code"], frame["reason"]
        answered += frame["type"] in ("ok", "error")
    return None


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with Redis(tmp_path) as server:
        yield server


@pytest.fixture
def workers(tmp_path: Path, redis: Redis) -> Iterator[tuple[Site, Site]]:
    env = {"ACCOUNT_RATE_MESSAGE": "200/day", "ACCOUNT_RATE_LOOKUP": "50/day", "MOST_SOCKETS": "20"}
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    first, second = (Site(folder, database_url=url, redis_url=redis.url, env=env) for folder in folders)
    with first, second, first.no_traceback(), second.no_traceback():
        Person.set_up(first)
        yield first, second


def say(k: Chatter, room: Json) -> Json:
    return k.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="tea")


class TestOverWorkers:
    @pytest.fixture
    def hanako(self, workers: tuple[Site, Site]) -> tuple[Person, Person]:
        """On each worker."""
        first, second = (Person.sign_in(site, "hanako") for site in workers)
        return first, second

    @pytest.fixture
    def room(self, hanako: tuple[Person, Person]) -> Json:
        return hanako[0].create_room("Kitchen")

    def test_messages_count_together(self, hanako: tuple[Person, Person], room: Json) -> None:
        here, there = hanako
        with Chatter(here) as k, Chatter(there) as m:
            assert {say(k, room)["type"] for _ in range(150)} == {"ok"}
            answers: list[Json] = []

            def refused() -> bool:
                answers.append(say(m, room))
                return bool(answers[-1]["type"] == "error")

            wait_until(refused, what="the other worker to hear of it")
            assert len(answers) < 150
            assert answers[-1]["code"] == "rate_limited"
            assert answers[-1]["retry_after"] >= 1
            assert m.ask("ping")["type"] == "pong", "the socket lives"
            form = {"nonce": str(uuid.uuid4()), "text": "tea"}
            over_rest = there.http.post(f"rooms/{room['id']}/messages/", json=form)
            assert (over_rest.status_code, over_rest.json()["code"]) == (429, "rate_limited")
            assert int(over_rest.headers["Retry-After"]) >= 1

    def test_sockets_count_together(self, hanako: tuple[Person, Person]) -> None:
        with ExitStack() as stack:
            for _ in range(15):
                stack.enter_context(Chatter(hanako[0]))
            opened = 0

            def refused() -> bool:
                nonlocal opened
                try:
                    stack.enter_context(Chatter(hanako[1]))
                except (AssertionError, ConnectionClosed):
                    return True
                opened += 1
                return False

            wait_until(refused, what="the other worker to hear of it")
            assert opened < 20

    @pytest.mark.parametrize("fault", ["kill", "pause"])
    def test_no_message_waits_for_redis(
        self, hanako: tuple[Person, Person], room: Json, redis: Redis, fault: str
    ) -> None:
        """Near the limit, where the worker would tell Redis of each."""
        with Chatter(hanako[0]) as k:
            assert {say(k, room)["type"] for _ in range(50)} == {"ok"}
            getattr(redis, fault)()
            try:
                assert {say(k, room)["type"] for _ in range(150)} == {"ok"}
                assert say(k, room)["code"] == "rate_limited"
            finally:
                redis.resume() if fault == "pause" else redis.start()


@pytest.fixture
def narrow_site(tmp_path: Path) -> Iterator[Site]:
    """Where little is allowed."""
    env = {"MOST_SOCKETS": "5", "ACCOUNT_RATE_LOOKUP": "20/day", "SOCKET_BYTES_PER_SECOND": "100000"}
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
