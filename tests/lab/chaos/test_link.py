"""A link that swallows is silent, and nobody at its ends is told."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from lab.chaos.world.link import Link

PATIENCE_SECONDS = 0.3
# No promise: the machine may be busy.
ANSWER_SECONDS = 30


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(ANSWER_SECONDS)
        yield server


@pytest.fixture
def link(listener: socket.socket) -> Iterator[Link]:
    with Link(listener.getsockname()[1]) as link:
        yield link


def connect(link: Link, listener: socket.socket) -> tuple[socket.socket, socket.socket]:
    near = socket.create_connection(("127.0.0.1", link.port), timeout=ANSWER_SECONDS)
    far, _ = listener.accept()
    far.settimeout(ANSWER_SECONDS)
    return near, far


def expect_silence(end: socket.socket) -> None:
    end.settimeout(PATIENCE_SECONDS)
    with pytest.raises(TimeoutError):
        end.recv(1)


def test_it_carries_both_ways_and_tells_of_an_end(link: Link, listener: socket.socket) -> None:
    near, far = connect(link, listener)
    with closing(near), closing(far):
        near.sendall(b"there")
        assert far.recv(5) == b"there"
        far.sendall(b"back")
        assert near.recv(4) == b"back"
        far.close()
        assert near.recv(1) == b""


def test_what_was_swallowed_once_stays_silent_and_what_is_new_gets_through(link: Link, listener: socket.socket) -> None:
    near, far = connect(link, listener)
    with closing(near), closing(far):
        link.swallow()
        near.sendall(b"lost")
        expect_silence(far)
        far.close()
        expect_silence(near)
        link.mend()
        near.sendall(b"still lost")
        expect_silence(near)
    near, far = connect(link, listener)
    with closing(near), closing(far):
        near.sendall(b"heard")
        assert far.recv(5) == b"heard"


def test_cut_it_tells_both_ends_also_of_what_was_swallowed(link: Link, listener: socket.socket) -> None:
    near, far = connect(link, listener)
    with closing(near), closing(far):
        link.swallow()
        near.sendall(b"lost")
        expect_silence(far)
        link.cut()
        far.settimeout(5)
        assert near.recv(1) == far.recv(1) == b""
