"""The server around the application: how it ends, how tokens end, and that any ASGI server can take its place."""

import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from lab.clients.person import Person
from lab.clients.socket import Chatter
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.realtime.server.test_stopping import STOP_SECONDS

QUESTION = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Quiet(Site):
    """A site that is started by a command that prints no code."""

    def setup_code(self) -> str:
        code = self.manage("shell", "--no-imports", "-c", "from chat.services import site; print(site.setup_code())")
        return code.strip()


class Uvicorn(Quiet):
    """The same application behind another server."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]


class Runserver(Quiet):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]


class Counting(Site):
    """A site that never looks for garbage, and logs on SIGUSR1 how many sockets it has in memory."""

    SCRIPT = """
import gc, signal
from django.core.management import execute_from_command_line

def count(*_):
    kinds = [type(each).__name__ for each in gc.get_objects()]
    print("in memory:", kinds.count("SocketProtocol"), kinds.count("ChatConsumer"), flush=True)

gc.disable()
signal.signal(signal.SIGUSR1, count)
execute_from_command_line(["manage.py", "serve"])
"""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = [sys.executable, "-c", self.SCRIPT]

    def in_memory(self) -> tuple[int, int]:
        """Connections, and consumers of them."""
        seen = len(COUNTED.findall(self.log))
        os.kill(self.pid, signal.SIGUSR1)
        wait_until(lambda: len(COUNTED.findall(self.log)) > seen, what="the server to count")
        connections, consumers = COUNTED.findall(self.log)[-1]
        return int(connections), int(consumers)


COUNTED = re.compile(r"in memory: (\d+) (\d+)\n")


@pytest.fixture
def short_tokens(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, env={"ACCESS_TOKEN_SECONDS": "3"}) as site, site.no_traceback():
        yield site


@pytest.fixture
def fast_heartbeats(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, env={"HEARTBEAT_SECONDS": "1"}) as site, site.no_traceback():
        yield site


@pytest.mark.timed
class TestStopping:
    @pytest.fixture(autouse=True)
    def _in_time(self, fresh_site: Site) -> None:
        fresh_site.stop_seconds = STOP_SECONDS

    def test_closes_every_socket_and_ends(self, fresh_site: Site) -> None:
        hanako = Person.set_up(fresh_site)
        with ExitStack() as sockets, ThreadPoolExecutor(10) as threads:
            chatters = [sockets.enter_context(Chatter(hanako)) for _ in range(10)]
            ends = threads.map(Chatter.wait_closed, chatters)
            assert fresh_site.stop() == 0
            assert list(ends) == [(1012, "restarting")] * 10

    def test_answers_who_has_connected_and_not_asked_yet(self, fresh_site: Site) -> None:
        with connected(fresh_site) as client, ThreadPoolExecutor() as threads:
            stopping = threads.submit(fresh_site.stop)
            wait_until(lambda: not takes_connections(fresh_site), what="the port to be closed")
            client.sendall(QUESTION)
            assert client.recv(1024).startswith(b"HTTP/1.1 200 ")
            assert stopping.result() == 0

    def test_answers_whom_it_has_not_taken_yet(self, fresh_site: Site) -> None:
        with ExitStack() as clients:
            fresh_site.pause()
            asked = [clients.enter_context(connected(fresh_site)) for _ in range(40)]
            for client in asked:
                client.sendall(QUESTION)
            os.kill(fresh_site.pid, signal.SIGTERM)
            fresh_site.resume()
            assert {client.recv(1024)[:13] for client in asked} == {b"HTTP/1.1 200 "}
            assert fresh_site.stop() == 0


def connected(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=10)


def takes_connections(site: Site) -> bool:
    try:
        with connected(site):
            return True
    except ConnectionRefusedError:
        return False


def test_a_socket_that_is_gone_leaves_nothing_for_the_garbage_collector(tmp_path: Path) -> None:
    with Counting(tmp_path) as site:
        hanako = Person.set_up(site)
        with ExitStack() as sockets:
            for _ in range(5):
                sockets.enter_context(Chatter(hanako))
            assert site.in_memory() == (5, 5)
        wait_until(lambda: site.in_memory() == (0, 0), what="the sockets to be gone from memory")


class TestTokenLifetime:
    def test_an_unrenewed_socket_is_warned_and_closed(self, short_tokens: Site) -> None:
        with Chatter(Person.set_up(short_tokens)) as chatter:
            warning = chatter.wait_for("session.expiring")
            assert warning["expires_at"] == chatter.hello["expires_at"]
            assert chatter.wait_closed() == (4401, "token_expired")


def test_heartbeats_tell_the_heads(fast_heartbeats: Site) -> None:
    hanako = Person.set_up(fast_heartbeats)
    with Chatter(hanako) as chatter:
        room = chatter.hello["rooms"][0]
        message = chatter.say(room, "is anybody there?")
        beat = chatter.wait_for("heartbeat", heads={str(room["id"]): message["rev"]})
        assert beat["epoch"] == chatter.hello["epoch"]


class TestUvicorn:
    def test_serves_the_same_application(self, tmp_path: Path) -> None:
        with Uvicorn(tmp_path) as site, site.no_traceback():
            hanako = Person.set_up(site)
            kenji = Person.register(site, "kenji")
            room = hanako.create_room("Kitchen", kenji, kind="private")
            with Chatter(hanako) as h, Chatter(kenji) as k:
                stored = h.say(room, "the kettle is on")
                assert k.wait_for("message")["message"] == stored
                kenji.http.delete("session/").raise_for_status()
                assert k.wait_closed() == (4403, "session_revoked")


class TestRunserver(TestStopping):
    """`manage.py runserver` is for development, and the same server."""

    @pytest.fixture
    def fresh_site(self, tmp_path: Path) -> Iterator[Site]:
        with Runserver(tmp_path) as site, site.no_traceback():
            yield site
