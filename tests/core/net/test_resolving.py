"""A name is resolved once, and every answer counts."""

import socket
import threading
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from core.net import client, resolving
from tests.core.net.server import PLAIN, Server, resolve_to, why


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1", "93.184.216.34"]])
def test_a_name_that_leads_inside_as_well(
    answers: list[str], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = []
    resolve_to(monkeypatch, answers)
    assert why(lambda: client.send("POST", "https://push.example/")) == "not_public"


def test_a_name_is_asked_for_once(server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """A second answer would lead elsewhere, as that of somebody who rebinds a name."""
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    answer = client.send("GET", f"http://push.example:{server.server_port}/", schemes=PLAIN)
    assert (answer.status, asked) == (200, ["push.example"])
    assert server.asked[0][2]["host"] == f"push.example:{server.server_port}"


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(resolving, "getaddrinfo", getaddrinfo)
    assert why(lambda: client.check("https://push.example/")) == "unresolved"


def test_a_resolver_that_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(resolving, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    try:
        assert why(lambda: client.check("https://push.example/", seconds=0.1)) == "late"
    finally:
        end(done)


def end(done: threading.Event) -> None:
    done.set()
    for thread in threading.enumerate():
        if thread.name == "resolver":
            thread.join(20)


def test_of_many_that_wait_for_the_resolver_some_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whose names nobody answers for cannot fill the process with threads."""
    done = threading.Event()
    monkeypatch.setattr(resolving, "_questions", threading.BoundedSemaphore(1))
    monkeypatch.setattr(resolving, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    before = threading.active_count()
    try:
        for _ in range(5):
            assert why(lambda: client.check("https://push.example/", seconds=0.05)) == "late"
        assert threading.active_count() == before + 1
    finally:
        end(done)


def test_a_process_that_can_start_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the place back: with the threads, the questions return."""
    monkeypatch.setattr(resolving, "_questions", threading.BoundedSemaphore(1))
    resolve_to(monkeypatch, ["93.184.216.34"])

    def fails(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", fails)
        assert why(lambda: client.check("https://push.example/", seconds=1)) == "failed"
    client.check("https://push.example/", seconds=5)


def test_the_next_address_where_one_does_not_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = [ip_network("127.0.0.0/8")]
    resolve_to(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    assert client.send("GET", f"http://push.example:{server.server_port}/", schemes=PLAIN).status == 200
