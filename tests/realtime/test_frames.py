"""Our reading and writing of frames, against a library that is not ours."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from lab.clients.person import Person
from lab.clients.socket import Chatter
from realtime.frames import framed, whole_text

LENGTHS = [0, 1, 3, 4, 125, 126, 127, 65_535]


@pytest.mark.parametrize("length", [*LENGTHS, 65_536, 200_000])
def test_a_frame_is_what_the_rfc_says(length: int) -> None:
    text = b"x" * length
    assert framed(text) == Frame(Opcode.TEXT, text).serialize(mask=False)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_clients_frame_is_read_and_what_follows_is_left(length: int) -> None:
    text = os.urandom(length)
    frame = Frame(Opcode.TEXT, text).serialize(mask=True)
    assert whole_text(frame + b"more") == (text, len(frame))


@pytest.mark.parametrize("length", LENGTHS)
def test_a_frame_that_is_not_whole_yet_waits(length: int) -> None:
    frame = Frame(Opcode.TEXT, b"x" * length).serialize(mask=True)
    assert all(whole_text(frame[:cut]) is None for cut in {0, 1, 2, 5, len(frame) // 2, len(frame) - 1})


@pytest.mark.parametrize(
    "frame",
    [
        Frame(Opcode.TEXT, b"x").serialize(mask=False),
        Frame(Opcode.BINARY, b"x").serialize(mask=True),
        Frame(Opcode.PING, b"x").serialize(mask=True),
        Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True),
        Frame(Opcode.TEXT, b"x", fin=False).serialize(mask=True),
        Frame(Opcode.CONT, b"x").serialize(mask=True),
        b"\xc1\x81" + b"mask" + b"x",  # compressed
        Frame(Opcode.TEXT, b"x" * 65_536).serialize(mask=True),
        b"\x81\xfe\x00\x05" + b"mask" + b"hello",  # a length written longer than it has to be
    ],
    ids=["no mask", "binary", "ping", "close", "fragment", "end", "compressed", "64 KiB", "longer length"],
)
def test_everything_else_is_for_the_full_parser(frame: bytes) -> None:
    assert whole_text(frame) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    found = whole_text(data)
    assert found is None or found[1] <= len(data)


class TestOnTheServer:
    def test_a_fragmented_message_is_one(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            k.socket.send(['{"type": "pi', 'ng", "re', 'f": 7}'])
            assert k.wait_for("pong")["ref"] == 7
            assert k.ask("ping")["type"] == "pong"

    def test_many_frames_in_one_packet_are_all_read(self, kenji: Person) -> None:
        packet = b"".join(
            Frame(Opcode.TEXT, b'{"type": "ping", "ref": %d}' % number).serialize(mask=True) for number in range(50)
        )
        with Chatter(kenji) as k:
            k.socket.socket.sendall(packet)
            assert [k.wait_for("pong")["ref"] for _ in range(50)] == list(range(50))

    def test_text_that_is_no_utf8_is_1007(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            k.socket.socket.sendall(Frame(Opcode.TEXT, b"\xff\xfe").serialize(mask=True))
            with pytest.raises(ConnectionClosed) as end:
                k.socket.recv(timeout=10)
        assert end.value.rcvd is not None
        assert end.value.rcvd.code == 1007

    def test_pings_are_answered(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            assert k.socket.ping().wait(timeout=10)
