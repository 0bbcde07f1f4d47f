"""A name is resolved once, and every answer counts."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from core.net import client, resolving
from core.net.resolving import MOST_OF_A_DOMAIN, MOST_QUESTIONS, Questions
from lab.servers.process import wait_until
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
    monkeypatch.setattr(resolving, "_questions", Questions(1, 1))
    monkeypatch.setattr(resolving, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    before = threading.active_count()
    try:
        for number, said in enumerate(("late", "busy", "busy", "busy")):
            assert why(lambda number=number: client.check(f"https://push{number}.example/", seconds=0.05)) == said  # type: ignore[misc]
        assert threading.active_count() == before + 1
    finally:
        end(done)


def test_names_of_one_domain_leave_room_for_others(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    done = threading.Event()
    honest = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(
        resolving, "getaddrinfo", lambda host, *_, **__: honest if host == "push.example" else done.wait(20) and []
    )
    try:
        said = [why(partial(client.check, f"https://{n}.hostile.test/", seconds=0.05)) for n in range(MOST_QUESTIONS)]
        assert set(said[:MOST_OF_A_DOMAIN]) == {"late"}
        assert set(said[MOST_OF_A_DOMAIN:]) == {"busy"}
        client.check("https://push.example/", seconds=5)
    finally:
        end(done)


def test_all_who_ask_at_once_get_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    free, asked = threading.Event(), list[str]()

    def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        free.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(resolving, "getaddrinfo", getaddrinfo)
    with ThreadPoolExecutor(8) as threads:
        calls = [threads.submit(client.check, "https://push.example/", seconds=20) for _ in range(8)]
        wait_until(lambda: bool(asked))
        free.set()
        for call in calls:
            call.result(20)
    # Whoever came after the answer has asked anew.
    assert len(asked) < len(calls)
    client.check("https://push.example/", seconds=20)
    assert not resolving._asked


def test_a_process_that_can_start_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the place back: with the threads, the questions return."""
    monkeypatch.setattr(resolving, "_questions", Questions(1, 1))
    resolve_to(monkeypatch, ["93.184.216.34"])

    def fails(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", fails)
        assert why(lambda: client.check("https://push.example/", seconds=1)) == "busy"
    client.check("https://push.example/", seconds=5)


def test_the_next_address_where_one_does_not_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = [ip_network("127.0.0.0/8")]
    resolve_to(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    assert client.send("GET", f"http://push.example:{server.server_port}/", schemes=PLAIN).status == 200
