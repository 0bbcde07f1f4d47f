"""Four workers: who serves whom, one that dies, one that is told to stop, and what one of them does for the sockets of another."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lab.clients.person import PASSWORD, Person
from lab.clients.socket import Chatter
from lab.servers.cluster import Cluster
from lab.servers.process import PATIENCE_SECONDS, wait_until

AT_ONCE = 1.0  # seconds


@contextmanager
def sockets_of(cluster: Cluster, person: Person, count: int) -> Iterator[list[Chatter]]:
    """So many at once, and nobody else's before them: nginx gives each to the worker that has the fewest."""
    wait_until(lambda: sum(load(cluster).values()) == 0, what="the workers to be without sockets")
    with ExitStack() as opened:
        yield [opened.enter_context(Chatter(person)) for _ in range(count)]


def load(cluster: Cluster) -> Counter[int]:
    """How many connections each worker has, by its port."""
    established = re.findall(r"^ *\d+: \w+:(\w{4}) \w+:\w{4} 01 ", Path("/proc/net/tcp").read_text(), re.MULTILINE)
    return Counter(port for port in (int(number, 16) for number in established) if port in cluster.worker_ports)


def test_sockets_are_spread_evenly(cluster: Cluster, kenji: Person) -> None:
    with sockets_of(cluster, kenji, 12):
        assert load(cluster) == dict.fromkeys(cluster.worker_ports, 3)


def test_what_is_said_on_one_worker_is_heard_on_all(cluster: Cluster, kenji: Person) -> None:
    room = kenji.create_room("Four corners")
    with sockets_of(cluster, kenji, 4) as chatters:
        said = chatters[0].say(room, "is everybody there?")
        assert [chatter.wait_for("message", rev=said["rev"])["message"] for chatter in chatters] == [said] * 4


@pytest.mark.timed
def test_signing_a_device_out_closes_its_sockets_everywhere(cluster: Cluster, kenji: Person) -> None:
    other_device = Person.sign_in(cluster, kenji.username)
    with sockets_of(cluster, kenji, 4) as chatters:
        assert set(load(cluster)) == set(cluster.worker_ports)
        begun = time.monotonic()
        other_device.http.delete("me/sessions/").raise_for_status()
        assert [chatter.wait_closed() for chatter in chatters] == [(4403, "session_revoked")] * 4
        assert time.monotonic() - begun < AT_ONCE


@pytest.mark.timed
def test_an_administrator_closes_sockets_everywhere(cluster: Cluster, kenji: Person) -> None:
    with cluster.client("/admin/") as admin:
        admin.get("login/")
        form = {"username": "hanako", "password": PASSWORD, "csrfmiddlewaretoken": admin.cookies["csrftoken"]}
        assert admin.post("login/?next=/admin/", data=form).status_code == 302
        deactivate = {
            "action": "deactivate",
            "_selected_action": str(kenji.id),
            "csrfmiddlewaretoken": admin.cookies["csrftoken"],
        }
        with sockets_of(cluster, kenji, 4) as chatters:
            begun = time.monotonic()
            assert admin.post("accounts/user/", data=deactivate).status_code == 302
            assert {chatter.wait_closed()[0] for chatter in chatters} <= {4401, 4403}
            assert time.monotonic() - begun < AT_ONCE


class TestWorkerThatEnds:
    @pytest.mark.timed
    def test_is_started_again_while_the_others_serve(self, cluster: Cluster, kenji: Person) -> None:
        port = cluster.worker_ports[0]
        dead = cluster.worker_pid(port)
        assert dead is not None
        os.kill(dead, signal.SIGKILL)
        with ExitStack() as opened:
            for _ in range(8):
                kenji.http.get("me/").raise_for_status()
                opened.enter_context(Chatter(kenji))
            wait_until(lambda: cluster.supervisor.serves(port), 30, "the worker to serve again")
            assert cluster.worker_pid(port) not in (None, dead)
            wait_until(lambda: serves_sockets(cluster, kenji, port), 10, "nginx to use it again")

    @pytest.mark.timed
    def test_and_comes_back_empty_gets_the_next_sockets(self, cluster: Cluster, kenji: Person) -> None:
        port = cluster.worker_ports[2]
        dead = cluster.worker_pid(port)
        assert dead is not None
        with sockets_of(cluster, kenji, 8) as chatters:
            os.kill(dead, signal.SIGKILL)
            wait_until(lambda: cluster.supervisor.serves(port), 30, "the worker to serve again")
            assert Counter(map(how_it_is, chatters)) == {"pong": 6, "cut off": 2}
            wait_until(lambda: serves_sockets(cluster, kenji, port), 10, "nginx to use it again")
            wait_until(lambda: sum(load(cluster).values()) == 6, what="the sockets that only looked to be closed")
            with Chatter(kenji), Chatter(kenji):
                assert load(cluster) == dict.fromkeys(cluster.worker_ports, 2)

    def test_and_all_of_them_at_once_let_everybody_in_when_they_are_back(self, cluster: Cluster, kenji: Person) -> None:
        for port in cluster.worker_ports:
            dead = cluster.worker_pid(port)
            assert dead is not None
            os.kill(dead, signal.SIGKILL)
        for _ in cluster.worker_ports:
            with suppress(InvalidStatus, ConnectionClosed), Chatter(kenji):
                pass
        for port in cluster.worker_ports:
            wait_until(partial(cluster.supervisor.serves, port), PATIENCE_SECONDS, "the workers to serve again")
        with sockets_of(cluster, kenji, 8):
            assert load(cluster) == dict.fromkeys(cluster.worker_ports, 2)

    def test_on_purpose_loses_no_call_and_only_its_own_sockets(self, cluster: Cluster, kenji: Person) -> None:
        room = kenji.create_room("Upgrades")
        port = cluster.worker_ports[1]
        stopped = cluster.worker_pid(port)
        assert stopped is not None
        with sockets_of(cluster, kenji, 8) as chatters:
            os.kill(stopped, signal.SIGTERM)
            said: list[int] = []
            while load(cluster)[port]:
                said.append(kenji.say(room, f"still here {len(said)}")["seq"])
            assert said == list(range(1, len(said) + 1))
            assert Counter(map(how_it_is, chatters)) == {"pong": 6, "1012 restarting": 2}
        wait_until(lambda: cluster.supervisor.serves(port), PATIENCE_SECONDS, "the worker to serve again")
        assert cluster.worker_pid(port) not in (None, stopped)


def how_it_is(chatter: Chatter) -> str:
    """`pong`, or the code and reason it was closed with."""
    try:
        return str(chatter.ask("ping")["type"])
    except ConnectionClosed as end:
        return f"{end.rcvd.code} {end.rcvd.reason}" if end.rcvd else "cut off"


def serves_sockets(cluster: Cluster, person: Person, port: int) -> bool:
    with ExitStack() as opened:
        for _ in cluster.worker_ports:
            opened.enter_context(Chatter(person))
        return load(cluster)[port] > 0
