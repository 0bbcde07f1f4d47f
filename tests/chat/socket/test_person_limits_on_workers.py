"""The limits of a person count over all workers, and wait for no Redis."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.redis import Redis
from lab.servers.process import wait_until
from lab.servers.site import Site


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with Redis(tmp_path) as server:
        yield server


@pytest.fixture
def workers(tmp_path: Path, redis: Redis) -> Iterator[tuple[Site, Site]]:
    env = {"ACCOUNT_RATE_MESSAGE": "200/day", "ACCOUNT_RATE_LOOKUP": "50/day", "MOST_SOCKETS": "20"}
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    first, second = (Site(folder, database_url=url, redis_url=redis.url, env=env) for folder in folders)
    with first, second, first.no_traceback(), second.no_traceback():
        Person.set_up(first)
        yield first, second


def say(k: Chatter, room: Json) -> Json:
    return k.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="tea")


class TestOverWorkers:
    @pytest.fixture
    def hanako(self, workers: tuple[Site, Site]) -> tuple[Person, Person]:
        """On each worker."""
        first, second = (Person.sign_in(site, "hanako") for site in workers)
        return first, second

    @pytest.fixture
    def room(self, hanako: tuple[Person, Person]) -> Json:
        return hanako[0].create_room("Kitchen")

    def test_messages_count_together(self, hanako: tuple[Person, Person], room: Json) -> None:
        here, there = hanako
        with Chatter(here) as k, Chatter(there) as m:
            assert {say(k, room)["type"] for _ in range(150)} == {"ok"}
            answers: list[Json] = []

            def refused() -> bool:
                answers.append(say(m, room))
                return bool(answers[-1]["type"] == "error")

            wait_until(refused, what="the other worker to hear of it")
            assert len(answers) < 150
            assert answers[-1]["code"] == "rate_limited"
            assert answers[-1]["retry_after"] >= 1
            assert m.ask("ping")["type"] == "pong", "the socket lives"
            form = {"nonce": str(uuid.uuid4()), "text": "tea"}
            over_rest = there.http.post(f"rooms/{room['id']}/messages/", json=form)
            assert (over_rest.status_code, over_rest.json()["code"]) == (429, "rate_limited")
            assert int(over_rest.headers["Retry-After"]) >= 1

    def test_sockets_count_together(self, hanako: tuple[Person, Person]) -> None:
        with ExitStack() as stack:
            for _ in range(15):
                stack.enter_context(Chatter(hanako[0]))
            opened = 0

            def refused() -> bool:
                nonlocal opened
                try:
                    stack.enter_context(Chatter(hanako[1]))
                except (AssertionError, ConnectionClosed):
                    return True
                opened += 1
                return False

            wait_until(refused, what="the other worker to hear of it")
            assert opened < 20

    @pytest.mark.parametrize("fault", ["kill", "pause"])
    def test_no_message_waits_for_redis(
        self, hanako: tuple[Person, Person], room: Json, redis: Redis, fault: str
    ) -> None:
        """Near the limit, where the worker would tell Redis of each."""
        with Chatter(hanako[0]) as k:
            assert {say(k, room)["type"] for _ in range(50)} == {"ok"}
            getattr(redis, fault)()
            try:
                assert {say(k, room)["type"] for _ in range(150)} == {"ok"}
                assert say(k, room)["code"] == "rate_limited"
            finally:
                redis.resume() if fault == "pause" else redis.start()
