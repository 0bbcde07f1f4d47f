"""Connections that serve more than one request."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from core.net import client, kept_connections
from core.net.kept_connections import KeptConnections
from tests.core.net.server import PLAIN, Handler, Server, resolve_to, why


@pytest.fixture
def kept() -> Iterator[KeptConnections]:
    connections = KeptConnections()
    yield connections
    connections.end_all()


@pytest.fixture(autouse=True)
def _connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.1")


@pytest.fixture
def ports(server: Server) -> list[int]:
    """Of who asked for "/", one for each request: an own one for each connection."""
    found: list[int] = []

    def answer(handler: Any) -> None:
        found.append(handler.client_address[1])
        handler.answer(200, b"ok")

    server.answers["/"] = answer
    return found


def ask(server: Server, kept: KeptConnections | None, path: str = "/", **options: Any) -> client.Answer:
    return client.send("POST", server.url(path), body=b"push", schemes=PLAIN, kept=kept, **options)


def test_one_serves_all_requests_to_a_target(server: Server, kept: KeptConnections, ports: list[int]) -> None:
    assert [ask(server, kept).body for _ in range(3)] == [b"ok"] * 3
    assert len(set(ports)) == 1
    assert [body for _, _, _, body in server.asked] == [b"push"] * 3


def test_none_is_kept_unasked(server: Server, ports: list[int]) -> None:
    for _ in range(2):
        ask(server, None)
    assert len(set(ports)) == 2


def test_a_target_has_its_own(server: Server, kept: KeptConnections, ports: list[int]) -> None:
    ask(server, kept)
    other = server.url().replace("127.0.0.1", "localhost")
    client.send("POST", other, schemes=PLAIN, kept=kept)
    assert len(set(ports)) == 2


def test_a_name_is_looked_up_once_for_a_connection(
    server: Server, kept: KeptConnections, ports: list[int], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """It goes on to the address that was checked; the next one is checked anew."""
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    url = f"http://push.example:{server.server_port}/"
    for _ in range(2):
        assert client.send("POST", url, schemes=PLAIN, kept=kept).status == 200
    assert (len(asked), len(set(ports))) == (1, 1)
    monkeypatch.setattr(kept_connections, "LONGEST_SECONDS", 0.0)
    assert why(lambda: client.send("POST", url, schemes=PLAIN, kept=kept)) == "not_public"
    assert len(ports) == 2


def test_one_that_nobody_used_for_long_is_replaced(
    server: Server, kept: KeptConnections, ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(server, kept)
    monkeypatch.setattr(kept_connections, "IDLE_SECONDS", 0.0)
    ask(server, kept)
    assert len(set(ports)) == 2


def test_one_that_its_server_ended_is_replaced(server: Server, kept: KeptConnections, ports: list[int]) -> None:
    def answer_and_end(handler: Any) -> None:
        handler.answer(200, b"ok")
        handler.close_connection = True

    server.answers["/last"] = answer_and_end
    ask(server, kept, "/last")
    ask(server, kept)
    assert (len(server.asked), len(ports)) == (2, 1)


def test_one_that_ends_while_it_is_asked_is_replaced(server: Server, kept: KeptConnections) -> None:
    """Once: who ends every connection has failed."""
    seen: list[int] = []

    def end(handler: Any) -> None:
        seen.append(handler.client_address[1])
        handler.close_connection = True

    ask(server, kept)
    server.answers["/end"] = end
    assert why(lambda: ask(server, kept, "/end")) == "failed"
    assert len(seen) == len(set(seen)) == 2


@pytest.mark.parametrize("why_not", ["it says so", "it says too much"])
def test_what_is_not_kept(server: Server, kept: KeptConnections, ports: list[int], why_not: str) -> None:
    if why_not == "it says so":
        server.answers["/odd"] = lambda handler: handler.answer(200, b"ok", Connection="close")
        ask(server, kept, "/odd")
    else:
        server.answers["/odd"] = lambda handler: handler.answer(200, b"a" * 200)
        assert why(lambda: ask(server, kept, "/odd", most_bytes=100)) == "too_large"
    assert len(kept) == 0
    ask(server, kept)
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"HTTP/1.1 201 \r\nContent-Length: 0\r\n\r\nHTTP/1.1 410 \r\nContent-Length: 0\r\n\r\n", 201),
        (b"HTTP/1.1 201 \r\nX: %s\r\nContent-Length: 0\r\n\r\nHTTP/1.1 410 \r\nContent-Length: 0\r\n\r\n", 201),
        (b"HTTP/1.1 103 \r\n\r\n", 103),
    ],
    ids=["more than was asked", "where what is read at once ends", "not the last word"],
)
def test_nobody_gets_what_was_said_to_another(
    server: Server, kept: KeptConnections, ports: list[int], said: bytes, status: int
) -> None:
    """A subscription would go where another one's is gone."""
    if b"%s" in said:
        said = said.replace(b"%s", b"a" * (io.DEFAULT_BUFFER_SIZE - said.index(b"HTTP/1.1 410") + 2))
        assert said.index(b"HTTP/1.1 410") == io.DEFAULT_BUFFER_SIZE

    def say(handler: Any) -> None:
        ports.append(handler.client_address[1])
        handler.wfile.write(said)

    server.answers["/odd"] = say
    assert ask(server, kept, "/odd").status == status
    assert ask(server, kept).status == 200
    assert len(set(ports)) == 2


def test_so_many_are_kept_at_most(server: Server) -> None:
    kept = KeptConnections(2)
    for at in range(4):
        ask(server, kept, context=object())
        assert len(kept) == min(at + 1, 2)
    kept.end_all()
