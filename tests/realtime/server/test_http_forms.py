"""Forms of a request that proxies turn into simpler ones, and that arrive as they are without a proxy."""

import json
import socket

import pytest

from lab.clients.person import PASSWORD, Person
from lab.servers.site import Site
from realtime.server.request_target import Target, read_target
from tests.realtime.server.connections import answer_on, line_to, refusal_on, request

BODY = json.dumps({"username": "hanako", "password": PASSWORD}).encode()


def chunked(body: bytes, size: int) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answered(line: socket.socket, data: bytes) -> tuple[int, dict[str, object]]:
    line.sendall(data)
    head, _, body = answer_on(line).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_body_in_chunks_arrives_whole(line: socket.socket, size: int) -> None:
    asked = request(chunked(BODY, size), Transfer_Encoding="chunked", Connection="close")
    status, body = answered(line, asked)
    assert (status, sorted(body)) == (200, ["access", "refresh"])


def test_what_follows_chunks_is_another_request(line: socket.socket) -> None:
    first = request(chunked(b"{}", 1), Transfer_Encoding="chunked")
    line.sendall(first + request(method="GET", path="/healthz", Connection="close"))
    answers = answer_on(line)
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert b"HTTP/1.1 200 " in answers


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://127.0.0.1/api/site/", 200),
        ("HTTP://127.0.0.1:8000/api/site/?a=b", 200),
        ("https://127.0.0.1/api/site/", 200),
        ("http://elsewhere.example/api/site/", 400),
        ("http://hanako@127.0.0.1/api/site/", 400),
        ("http:///api/site/", 400),
        ("ftp://127.0.0.1/api/site/", 400),
    ],
)
def test_an_absolute_target(line: socket.socket, target: str, status: int) -> None:
    line.sendall(request(method="GET", path=target, Connection="close"))
    assert int(answer_on(line).split()[1]) == status


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        (b"http://irori.example", b"/"),
        (b"http://irori.example?a=http://b", b"/?a=http://b"),
        (b"http://irori.example/a?b", b"/a?b"),
        (b"/a?b=http://c", b"/a?b=http://c"),
        (b"*", b"*"),
    ],
)
def test_it_is_brought_into_origin_form(uri: bytes, path: bytes) -> None:
    assert read_target(uri) == Target(path, None if uri[:1] in b"/*" else b"irori.example")


def test_the_targets_host_counts(line: socket.socket) -> None:
    """RFC 9112 3.2.2: the header Host is ignored."""
    line.sendall(request(method="GET", path="http://127.0.0.1/api/site/", Host="elsewhere.example", Connection="close"))
    assert answer_on(line).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("hosts", ["", "Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n"], ids=["none", "two"])
def test_there_is_one_host_header_all_the_same(line: socket.socket, hosts: str) -> None:
    line.sendall(f"GET http://127.0.0.1/api/site/ HTTP/1.1\r\n{hosts}\r\n".encode())
    assert refusal_on(line) == (400, "invalid")


def test_a_socket_opens_at_an_absolute_target(hurried: Site) -> None:
    kenji = Person.sign_in(hurried, "hanako")
    with line_to(hurried) as line:
        line.sendall(
            request(
                method="GET",
                path="http://127.0.0.1/ws/chat/",
                Upgrade="websocket",
                Connection="Upgrade",
                Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
                Sec_WebSocket_Version="13",
                Sec_WebSocket_Protocol=f"chat.v1, bearer.{kenji.token}",
            )
        )
        assert line.recv(65536).startswith(b"HTTP/1.1 101 ")
