"""Close frames that break the rules are answered by one, and nothing that was sent before it is lost."""

import json
import uuid

import pytest
from websockets.frames import Frame, Opcode

from lab.clients.person import Person
from lab.servers.process import wait_until
from tests.realtime.server.lines import Line, line_to, offering

PROTOCOL_ERROR, INVALID_PAYLOAD = 1002, 1007
BROKEN = {
    **{f"code {code}": code.to_bytes(2, "big") for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100)},
    **{f"code {code}": code.to_bytes(2, "big") for code in (2000, 2999, 5000, 65535)},
    "one byte": b"\x03",
    "a code and a reason": (1005).to_bytes(2, "big") + "また".encode(),
}
NO_TEXT = {"no UTF-8": b"\xff\xfe", "half a character": "また".encode()[:-1]}


def closing_frame(payload: bytes) -> bytes:
    # The library refuses to make such a frame, so it is made as a ping.
    made = Frame(Opcode.PING, payload).serialize(mask=True)
    return bytes((0x88,)) + made[1:]


def text(frame: str) -> bytes:
    return Frame(Opcode.TEXT, frame.encode()).serialize(mask=True)


def answered(line: Line) -> int:
    """The code of the server's close frame, which is the last thing on the connection."""
    while (kind := line.read(2))[0] != 0x88:
        assert kind[0] == 0x81
        size = kind[1] if kind[1] < 126 else int.from_bytes(line.read(2), "big")
        line.read(size)
    code = int.from_bytes(line.read(kind[1])[:2], "big")
    assert line.connection.recv(1) == b""  # a reset would raise
    return code


@pytest.fixture
def room(kenji: Person) -> int:
    return int(kenji.create_room("Hearth")["id"])


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        *((payload, PROTOCOL_ERROR) for payload in BROKEN.values()),
        *(((1000).to_bytes(2, "big") + reason, INVALID_PAYLOAD) for reason in NO_TEXT.values()),
    ],
    ids=[*BROKEN, *NO_TEXT],
)
def test_a_broken_close_frame_is_answered(kenji: Person, room: int, payload: bytes, code: int) -> None:
    nonce = str(uuid.uuid4())
    with line_to(kenji.site) as line:
        line.say(offering(kenji))
        assert line.answer()[0] == 101
        said = {"type": "message.send", "ref": 1, "room": room, "nonce": nonce, "text": "the last word"}
        line.say(text(json.dumps(said)) + closing_frame(payload))
        assert answered(line) == code
    newest = f"rooms/{room}/messages/"
    wait_until(
        lambda: [each["nonce"] for each in kenji.http.get(newest).json()["messages"]] == [nonce], what="the message"
    )
