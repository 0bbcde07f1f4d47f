"""The four ways in, and every way of being turned away."""

import json
import socket
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from lab.clients import raw_http
from lab.clients.person import Person
from lab.clients.socket import Chatter
from lab.servers.served import Served


def refused(site: Served, path: str = "/ws/chat/", **options: Any) -> tuple[int, Any]:
    """The status and JSON body of a handshake that fails."""
    with pytest.raises(InvalidStatus) as refusal, connect(f"{site.ws_url}{path}", **options):
        pass
    response = refusal.value.response
    return response.status_code, json.loads(response.body or b"null")


class TestWaysIn:
    def test_protocol_and_bearer(self, kenji: Person) -> None:
        with Chatter(kenji) as chatter:
            assert chatter.socket.subprotocol == "chat.v1"
            assert chatter.hello["user"]["username"] == kenji.username
            assert kenji.token not in repr(chatter.socket.response)

    def test_the_bare_token(self, kenji: Person) -> None:
        with Chatter(kenji, subprotocols=[kenji.token]) as chatter:
            assert chatter.socket.subprotocol == kenji.token

    def test_authorization_header(self, kenji: Person) -> None:
        headers = {"Authorization": f"Bearer {kenji.token}"}
        with Chatter(kenji, subprotocols=None, additional_headers=headers) as chatter:
            assert chatter.socket.subprotocol is None

    def test_ticket_opens_one_socket(self, kenji: Person) -> None:
        ticket = kenji.http.post("session/ticket/").json()["ticket"]
        with Chatter(kenji, path=f"/ws/chat/?ticket={ticket}", subprotocols=None):
            pass
        status, body = refused(kenji.site, f"/ws/chat/?ticket={ticket}")
        assert (status, body["code"]) == (401, "token_invalid")


class TestRefusals:
    @pytest.mark.parametrize(
        ("subprotocols", "code"),
        [
            (None, "token_missing"),
            (["nonsense"], "token_invalid"),
            (["a.b.c"], "token_invalid"),
            (["bearer.a.b.c"], "token_invalid"),
            (["a.b.c", "d.e.f"], "token_invalid"),
        ],
    )
    def test_without_chat_v1_is_http_401(self, either_site: Served, subprotocols: Any, code: str) -> None:
        status, body = refused(either_site, subprotocols=subprotocols)
        assert (status, body["code"]) == (401, code)

    @pytest.mark.parametrize(
        ("subprotocols", "reason"),
        [
            (["chat.v1"], "token_missing"),
            (["chat.v1", "bearer.a.b.c"], "token_invalid"),
            (["chat.v1", "bearer."], "token_invalid"),
        ],
    )
    def test_with_chat_v1_is_told_and_closed(self, kenji: Person, subprotocols: Any, reason: str) -> None:
        assert Chatter(kenji, subprotocols=subprotocols).turned_away() == (4401, reason)

    def test_two_tokens(self, kenji: Person) -> None:
        other_device = Person.sign_in(kenji.site, kenji.username)
        offers = ["chat.v1", f"bearer.{kenji.token}", f"bearer.{other_device.token}"]
        assert Chatter(kenji, subprotocols=offers).turned_away() == (4401, "token_invalid")

    def test_a_refresh_token_is_no_access_token(self, kenji: Person) -> None:
        credentials = {"username": kenji.username, "password": "warm hands by the fire"}
        refresh = kenji.http.post("token/", json=credentials).json()["refresh"]
        assert refused(kenji.site, subprotocols=[refresh])[0] == 401

    def test_a_signed_out_token(self, kenji: Person) -> None:
        kenji.http.delete("session/").raise_for_status()
        assert Chatter(kenji).turned_away() == (4401, "session_revoked")

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[::1", "http://127.0.0.1:99999"])
    def test_foreign_or_malformed_origin(self, kenji: Person, origin: str) -> None:
        status, body = refused(kenji.site, subprotocols=["chat.v1", f"bearer.{kenji.token}"], origin=origin)
        assert (status, body["code"]) == (403, "origin_refused")

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1.evil.example", "192.168.255.254", "evil.example:{port}"]
    )
    def test_a_name_that_is_not_ours(self, kenji: Person, host: str) -> None:
        """With a page of that name, whose origin it is, and a token that is good (DNS rebinding)."""
        host = host.format(port=kenji.site.port)
        for path in ("/ws/chat/", "/ws/chat/1/"):
            opening = raw_http.upgrade(path, host=host, token=kenji.token, origin=f"http://{host}")
            answer = raw_http.ask(kenji.site.port, opening)
            assert (answer.status, json.loads(answer.body)["code"]) == (400, "invalid")

    @pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1", "hearth.localhost:1"])
    def test_a_name_of_ours_takes_a_page_of_the_same(self, kenji: Person, host: str) -> None:
        host = host.format(port=kenji.site.port)
        foreign = raw_http.ask(
            kenji.site.port, raw_http.upgrade(host=host, token=kenji.token, origin="http://evil.example")
        )
        assert (foreign.status, json.loads(foreign.body)["code"]) == (403, "origin_refused")
        options: Any = {"subprotocols": ["chat.v1", f"bearer.{kenji.token}"], "origin": f"http://{host}"}
        with (
            socket.create_connection(("127.0.0.1", kenji.site.port)) as connection,
            connect(f"ws://{host}/ws/chat/", sock=connection, **options) as opened,
        ):
            assert json.loads(opened.recv())["type"] == "hello"

    def test_own_origin(self, kenji: Person) -> None:
        with Chatter(kenji, origin=kenji.site.url) as chatter:
            assert chatter.ask("ping")["type"] == "pong"

    @pytest.mark.parametrize("path", ["/ws/", "/ws/chat", "/ws/chat/nowhere/", "/ws/chat/1/2/"])
    def test_unknown_path(self, kenji: Person, path: str) -> None:
        assert refused(kenji.site, path, subprotocols=[kenji.token])[0] == 404

    def test_a_room_of_others(self, kenji: Person, mai: Person) -> None:
        room = mai.create_room("Not Kenji's", kind="private")
        path = f"/ws/chat/{room['id']}/"
        assert kenji.http.get(f"rooms/{room['id']}/").status_code == 404
        assert Chatter(kenji, path).turned_away() == (4404, "not_found")
        assert refused(kenji.site, path, subprotocols=[kenji.token])[0] == 404
