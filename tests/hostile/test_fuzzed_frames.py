"""Frames made up by chance, from one seed: no traceback, no hang, nobody else's data."""

import contextlib
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from lab.clients.person import Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site
from realtime.limits import MAX_FRAME_BYTES
from tests.support.protocol_document import examples

SEED = 20261126
ROUNDS = 30
FRAMES = 60
SECRET = "the cake is in the oven"

GOOD = [example.data for example in examples("frame client")]
KNOWN_CLOSES = {1002, 1003, 1007, 1009, 4401, 4403, 4404, 4408, 4429}


class Fuzzer:
    """Half of its frames are nearly good: those get farthest."""

    def __init__(self, rng: random.Random, ids: list[int]) -> None:
        self.rng = rng
        self.ids = ids

    def frame(self) -> str | bytes:
        makers: list[Callable[[], str | bytes]] = [self._far, self._torn, self._noise, self._text]
        return self.rng.choice([*makers, *[self._near] * 3])()

    def _near(self) -> str:
        frame = dict(self.rng.choice(GOOD))
        frame = {name: self._id() if isinstance(value, int) else value for name, value in frame.items()}
        for _ in range(self.rng.randint(0, 2)):
            frame[self.rng.choice([*frame, "extra", "type", "ref"])] = self._value(2)
        if "nonce" in frame and self.rng.random() < 0.8:
            frame["nonce"] = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        return json.dumps(frame)

    def _far(self) -> str:
        return json.dumps(self._value(4))

    def _torn(self) -> str:
        frame = self._near()
        return frame[: self.rng.randrange(len(frame))]

    def _noise(self) -> bytes:
        return self.rng.randbytes(self.rng.randrange(200))

    def _text(self) -> str:
        return "".join(
            chr(self.rng.choice((self.rng.randrange(32, 0xD800), 0, 10, 0x300, 0x202E, 0x1F525))) for _ in range(50)
        )

    def _id(self) -> int:
        return self.rng.choice([*self.ids, 0, -1, 2**31, 2**63 - 1, 2**63, self.rng.randrange(100)])

    def _value(self, depth: int) -> Any:
        kind = self.rng.randrange(9 if depth else 6)
        if kind < 2:
            return self._id()
        if kind == 2:
            return self.rng.choice([None, True, False, 1.5, -0.0, 10**30])
        if kind < 6:
            return self.rng.choice(
                ["", "x", "chat.v1", "online", self._text(), "a" * self.rng.randrange(70_000), str(uuid.uuid4())]
            )
        size = self.rng.randrange(4)
        if kind == 6:
            return [self._value(depth - 1) for _ in range(size)]
        return {self.rng.choice(["type", "ref", "room", "text", "a"]): self._value(depth - 1) for _ in range(size)}


@pytest.fixture
def others(site: Site, newcomer: Newcomer) -> Person:
    """Somebody with a private room of which nobody else may learn anything."""
    person = newcomer(site)
    person.say(person.create_room("Secret kitchen", kind="private"), SECRET)
    return person


def test_the_worker_lives_and_tells_nothing(site: Site, outsider: Person, others: Person) -> None:
    rng = random.Random(SEED)
    mine = outsider.create_room("Kitchen")
    theirs = others.http.get("rooms/").json()["results"]
    fuzzer = Fuzzer(rng, [mine["id"], outsider.id, others.id, *(room["id"] for room in theirs)])
    for number in range(ROUNDS):
        heard = attack(outsider, fuzzer)
        assert SECRET not in heard, f"round {number}"
        assert "Secret kitchen" not in heard, f"round {number}"
        with Chatter(others) as still:
            assert still.ask("ping")["type"] == "pong"


def attack(person: Person, fuzzer: Fuzzer) -> str:
    """Everything that one socket was told, until it was closed or had nothing left to send."""
    with Chatter(person) as chatter:
        heard = [json.dumps(chatter.hello, ensure_ascii=False)]
        try:
            for _ in range(FRAMES):
                frame = fuzzer.frame()
                if len(frame) < MAX_FRAME_BYTES:
                    chatter.socket.send(frame)
            answer = chatter.ask("ping")
            assert answer["type"] == "pong", answer
            heard += [json.dumps(frame, ensure_ascii=False) for frame in chatter.heard()]
        except ConnectionClosed as closed:
            end = closed.rcvd
        else:
            return "\n".join(heard)
    assert end is not None, "cut off without a word"
    assert end.code in KNOWN_CLOSES, end
    return "\n".join(heard)


# As bytes on the wire: what no WebSocket library would send.
ODD_FRAMES: dict[str, list[bytes]] = {
    "a reserved opcode": [b"\x83\x80\0\0\0\0"],
    "a reserved bit": [b"\xc1\x80\0\0\0\0"],
    "not masked": [b"\x81\x02{}"],
    "a fragmented ping": [b"\x09\x80\0\0\0\0"],
    "a long ping": [b"\x89\xfe\x00\x7e\0\0\0\0" + b"a" * 126],
    "a continuation of nothing": [b"\x80\x80\0\0\0\0"],
    "a text within a text": [b"\x01\x80\0\0\0\0", b"\x81\x80\0\0\0\0"],
    "a length of 2^63": [b"\x81\xff" + b"\xff" * 8 + b"\0\0\0\0"],
    "a length of 2^62": [b"\x81\xff\x40" + b"\0" * 7 + b"\0\0\0\0"],
    "a close of one byte": [b"\x88\x81\0\0\0\0\x03"],
    "a close of no UTF-8": [b"\x88\x84\0\0\0\0\x03\xe8\xff\xff"],
    "a close with code 0": [b"\x88\x82\0\0\0\0\0\0"],
    "a text of no UTF-8": [b"\x81\x82\0\0\0\0\xff\xff"],
    "half a frame": [b"\x81\xfe\xff"],
    "HTTP": [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
}


@pytest.mark.parametrize("kind", ODD_FRAMES)
def test_bytes_that_are_no_frames(site: Site, outsider: Person, kind: str) -> None:
    """Closed, or waited for; and everybody else is answered."""
    with Chatter(outsider, close_timeout=0.5) as hostile:
        for data in ODD_FRAMES[kind]:
            hostile.socket.socket.sendall(data)
        with Chatter(outsider) as still:
            assert still.ask("ping")["type"] == "pong"
        with contextlib.suppress(OSError):
            hostile.socket.socket.sendall(Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True))
