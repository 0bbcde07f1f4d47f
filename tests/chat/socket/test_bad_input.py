"""What no socket may say gets a coded error, or closes it."""

import json
import uuid
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter


class TestBadInput:
    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ("", "invalid_json"),
            ("{", "invalid_json"),
            ("[" * 50_000, "invalid"),
            ("[]", "invalid"),
            ("null", "invalid"),
            ("{}", "unknown_type"),
            ('{"type": 1}', "invalid"),
            ('{"type": "message.explode", "ref": 5}', "unknown_type"),
            ('{"type": "message.send", "ref": 5}', "invalid"),
            ('{"type": "message.send", "ref": 5, "room": "1", "nonce": 1, "text": []}', "invalid"),
            ('{"type": "room.read", "ref": 5, "room": 1, "seq": -1}', "invalid"),
            ('{"type": "room.read", "ref": 5, "room": 99999999999999999999, "seq": 1}', "invalid"),
            ('{"type": "ping", "ref": {"a": 1}}', "invalid"),
            (b"\xff\xfe", "invalid_json"),
            (b"", "invalid_json"),
        ],
    )
    def test_gets_a_coded_error_and_the_socket_stays_open(self, kenji: Person, raw: str | bytes, code: str) -> None:
        with Chatter(kenji) as k:
            k.socket.send(raw)
            error = k.wait_for("error")
            assert error["code"] == code
            if '"ref": 5' in str(raw):
                assert error["ref"] == 5
            assert k.ask("ping")["type"] == "pong"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "text_empty"),
            (" \n\t　", "text_empty"),
            ("\u200b\u2800", "text_empty"),
            ("あ" * 10_001, "text_too_long"),
        ],
    )
    def test_of_a_text(self, kenji: Person, room: Json, text: str, code: str) -> None:
        with Chatter(kenji) as k:
            answer = k.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text=text)
            assert answer["code"] == code
        assert kenji.http.get(f"rooms/{room['id']}/messages/").json()["messages"] == []

    def test_the_longest_text_is_taken(self, kenji: Person, room: Json) -> None:
        with Chatter(kenji) as k:
            assert len(k.say(room, "あ" * 10_000)["text"]) == 10_000

    def test_for_a_foreign_room(self, kenji: Person, outsider: Person, room: Json) -> None:
        with Chatter(outsider) as o, Chatter(kenji) as k:
            for frame in (
                {"type": "message.send", "room": room["id"], "nonce": str(uuid.uuid4()), "text": "let me in"},
                {"type": "room.read", "room": room["id"], "seq": 1},
            ):
                assert o.ask(frame.pop("type"), **frame)["code"] == "not_found"
            assert k.heard() == []

    def test_a_frame_over_the_limit_is_1009(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            k.socket.send(json.dumps({"type": "ping", "padding": "x" * 70_000}))
            closed = k.socket.protocol
            with pytest.raises(Exception, match="1009"):
                k.socket.recv(timeout=10)
            assert closed.close_code == 1009

    def test_a_flood_is_told_4429(self, kenji: Person, mai: Person, room: Json) -> None:
        with Chatter(kenji) as k, Chatter(mai) as m:
            with suppress(ConnectionClosed):  # the answer may come before the flood is over
                for _ in range(5_000):
                    k.tell("ping")
            assert k.wait_closed() == (4429, "rate_limited")
            assert m.ask("ping")["type"] == "pong"
