"""The request that opens a WebSocket: read once and strictly, whole in one packet or not."""

import json
from collections.abc import Iterator, Mapping

import httpx
import pytest
from websockets.frames import Frame, Opcode

from lab.clients.person import Person
from lab.servers.site import Site
from realtime.server.upgrade import MOST_BYTES, BadUpgrade, acceptance, read_upgrade
from tests.realtime.server.lines import KEY, line_to, offering, request

PROOF = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
PIECES = pytest.mark.parametrize("pieces", ["whole", "in pieces"])


class TestReading:
    def test_what_browsers_send(self) -> None:
        opening = read_upgrade(
            request("GET /ws/chat/?a=b%20c HTTP/1.1", {"Sec-WebSocket-Protocol": "chat.v1, bearer.x"})
        )
        assert (opening.path, opening.query) == ("/ws/chat/", b"a=b%20c")
        assert opening.subprotocols == ["chat.v1", "bearer.x"]
        assert (b"host", b"127.0.0.1") in opening.headers

    @pytest.mark.parametrize(
        "headers",
        [
            {"Connection": "keep-alive, Upgrade"},
            {"Upgrade": "WebSocket"},
            {"Cookie": "taste=\xfcmami"},
            {"X-Empty": ""},
        ],
    )
    def test_what_some_send(self, headers: Mapping[str, str]) -> None:
        assert read_upgrade(request(headers=headers)).key == KEY.encode()

    def test_names_that_can_be_confused_are_left_out(self) -> None:
        opening = read_upgrade(request(headers={"X_Forwarded_For": "10.0.0.1"}))
        assert not [name for name, _ in opening.headers if b"forwarded" in name]

    def test_the_proof_is_the_one_of_the_rfc(self) -> None:
        answer = acceptance(read_upgrade(request()), "chat.v1")
        assert b"Sec-WebSocket-Accept: " + PROOF + b"\r\n" in answer
        assert b"Sec-WebSocket-Protocol: chat.v1\r\n" in answer
        assert b"Sec-WebSocket-Protocol" not in acceptance(read_upgrade(request()), None)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            request()[:-1],
            request() + b"more",
            request("POST /ws/chat/ HTTP/1.1"),
            request("GET ws/chat/ HTTP/1.1"),
            request("GET http://elsewhere/ws/chat/ HTTP/1.1"),
            request("GET /ws/chat/#there HTTP/1.1"),
            request("GET /ws/ch\xe4t/ HTTP/1.1"),
            request("GET /ws/chat/ HTTP/1.0"),
            request("GET /ws/chat/ HTTP/1.1\r\n folded"),
            request(headers={"Host": None}),
            request(headers={"host": "127.0.0.1"}),
            request(headers={"Upgrade": "h2c"}),
            request(headers={"Connection": "keep-alive"}),
            request(headers={"Sec-WebSocket-Key": None}),
            request(headers={"Sec-WebSocket-Key": "c2hvcnQ="}),
            request(headers={"Sec-WebSocket-Key": "!" * 24}),
            request(headers={"Content-Length": "5"}),
            request(headers={"Transfer-Encoding": "chunked"}),
            request(headers={"X-Null": "a\0b"}),
            request(headers={"X-Line": "a\nb: c"}),
            request(headers={"X Space": "x"}),
            request(headers={"X-Long": "x" * MOST_BYTES}),
        ],
    )
    def test_everything_else_is_refused(self, data: bytes) -> None:
        with pytest.raises(BadUpgrade) as bad:
            read_upgrade(data)
        assert bad.value.status == 400

    def test_another_version_is_told_ours(self) -> None:
        with pytest.raises(BadUpgrade) as bad:
            read_upgrade(request(headers={"Sec-WebSocket-Version": "8"}))
        assert bad.value.status == 426


class TestOnTheServer:
    @PIECES
    def test_lets_in(self, kenji: Person, pieces: str) -> None:
        with line_to(kenji.site) as line:
            line.say(offering(kenji), pieces)
            status, headers, _ = line.answer()
            assert (status, headers["sec-websocket-protocol"]) == (101, "chat.v1")
            assert headers["sec-websocket-accept"].encode() == PROOF
            assert line.frame()["user"]["username"] == kenji.username

    def test_after_another_request_on_the_same_connection(self, kenji: Person) -> None:
        with line_to(kenji.site) as line:
            line.say(b"GET /api/nowhere/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert line.answer()[0] == 404
            line.say(offering(kenji))
            assert line.answer()[0] == 101
            assert line.frame()["type"] == "hello"

    def test_what_is_said_too_early_waits(self, kenji: Person) -> None:
        ping = Frame(Opcode.TEXT, b'{"type": "ping", "ref": 9}').serialize(mask=True)
        with line_to(kenji.site) as line:
            line.say(offering(kenji))
            line.settle()
            line.say(ping)
            assert line.answer()[0] == 101
            assert line.frame()["type"] == "hello"
            assert line.frame() == {"type": "pong", "ref": 9}

    @PIECES
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({"Sec-WebSocket-Key": "short"}, (400, "invalid")),
            ({"Connection": "close"}, (400, "invalid")),
            ({"Sec-WebSocket-Version": "8"}, (426, "invalid")),
            ({"Sec-WebSocket-Protocol": "nonsense"}, (401, "token_invalid")),
        ],
    )
    def test_refuses(
        self, either_site: Site, headers: Mapping[str, str], expected: tuple[int, str], pieces: str
    ) -> None:
        with line_to(either_site) as line:
            line.say(request(headers=headers), pieces)
            status, answered, body = line.answer()
            assert (status, json.loads(body)["code"]) == expected
            assert answered.get("sec-websocket-version") == ("13" if status == 426 else None)
            assert line.connection.recv(1) == b""

    def test_names_no_root_path(self, kenji: Person) -> None:
        headers = {"Sec-WebSocket-Protocol": f"chat.v1, bearer.{kenji.token}", "Daphne-Root-Path": "/ws"}
        with line_to(kenji.site) as line:
            line.say(request(headers=headers))
            assert line.answer()[0] == 101


class TestBodies:
    @pytest.mark.parametrize("chunked", [False, True])
    def test_too_large_is_413(self, kenji: Person, chunked: bool) -> None:
        piece = b" " * 65_536
        body = (piece for _ in range(32)) if chunked else piece * 32
        answer = httpx.post(f"{kenji.site.url}/api/token/", content=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def test_endless_is_answered_and_cut_off(self, kenji: Person) -> None:
        sent = 0

        def endless() -> Iterator[bytes]:
            nonlocal sent
            while True:
                sent += 65_536
                yield b" " * 65_536

        answer = httpx.post(f"{kenji.site.url}/api/token/", content=endless())
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert sent < 64 * 1024 * 1024
