"""Servers that die under open windows: what one person writes reaches the other, once and in order, and nobody has to reload."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, expect_stored, message, say
from lab.browser.windows import Windows
from lab.clients.person import Json, Person
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.cluster import Cluster
from lab.servers.process import wait_until
from lab.servers.site import Site

pytestmark = pytest.mark.timed

WITHIN_SECONDS = 5_000
OPEN_WITHIN = 30_000  # the windows are still being opened
BACK_WITHIN = 30_000  # supervisor starts the workers again, and the longest wait between two attempts is 15 s
# What the app says in the console while nobody answers, and what nginx answers then.
NOBODY_THERE = r"ERR_CONNECTION_REFUSED|WebSocket connection to .* failed|^50[234] "


class TestRedis:
    @pytest.fixture
    def redis(self, tmp_path: Path) -> Iterator[Redis]:
        with Redis(tmp_path) as server:
            yield server

    @pytest.fixture
    def workers(self, tmp_path: Path, postgres_server: Postgres, redis: Redis) -> Iterator[tuple[Site, Site]]:
        """Two workers of one site, each reached by a port of its own."""
        database_url = postgres_server.create_database("faults_in_windows")
        shared = {"SIGNING_KEY": "a-signing-key-of-both-that-is-long-enough-0123456789"}
        first, second = (
            Site(self.folder(tmp_path, name), database_url=database_url, redis_url=redis.url, env=shared)
            for name in ("first", "second")
        )
        with first, second, first.no_traceback(), second.no_traceback():
            yield first, second

    @pytest.fixture
    def current_site(self, workers: tuple[Site, Site]) -> Site:
        return workers[0]

    def test_windows_hear_each_other_without_it(
        self, workers: tuple[Site, Site], windows: Windows, redis: Redis
    ) -> None:
        first, second = workers
        hanako = Person.set_up(first)
        kenji = Person.register(first, "kenji")
        room = hanako.create_room("By the fire", kenji)
        hers = windows.open(address(room), person=hanako)
        his = windows.open(second.url + address(room), person=kenji)
        talk(hers, his, "with Redis", timeout=OPEN_WITHIN)

        redis.kill()
        talk(hers, his, "without Redis")
        redis.start()
        talk(hers, his, "with Redis again")
        for window in (hers, his):
            expect(window.get_by_role("article")).to_have_count(6)

    @staticmethod
    def folder(parent: Path, name: str) -> Path:
        folder = parent / name
        folder.mkdir()
        return folder


class TestWorkers:
    @pytest.fixture
    def cluster(self, tmp_path: Path) -> Iterator[Cluster]:
        with Cluster(tmp_path, workers=2) as cluster:
            yield cluster

    @pytest.fixture
    def current_site(self, cluster: Cluster) -> Cluster:
        return cluster

    @pytest.fixture
    def hanako(self, cluster: Cluster) -> Person:
        return Person.set_up(cluster)

    @pytest.fixture
    def kenji(self, cluster: Cluster, hanako: Person) -> Person:
        return Person.register(cluster, "kenji")

    @pytest.fixture
    def room(self, hanako: Person, kenji: Person) -> Json:
        return hanako.create_room("By the fire", kenji)

    @pytest.fixture
    def hers(self, windows: Windows, hanako: Person, room: Json) -> Page:
        return unreloaded(windows.open(address(room), person=hanako))

    @pytest.fixture
    def his(self, windows: Windows, kenji: Person, room: Json) -> Page:
        return unreloaded(windows.open(address(room), person=kenji))

    def test_each_is_killed_in_turn_while_people_talk(
        self, cluster: Cluster, windows: Windows, hanako: Person, room: Json, hers: Page, his: Page
    ) -> None:
        windows.expect(NOBODY_THERE)
        talk(hers, his, "before", timeout=OPEN_WITHIN)
        for number, port in enumerate(cluster.worker_ports):
            kill_worker(cluster, port)
            talk(hers, his, f"after {number}", timeout=BACK_WITHIN)
            wait_until(partial(cluster.supervisor.serves, port), 30, "the worker to be back")
        talk(hers, his, "in the end", timeout=BACK_WITHIN)
        self.expect_all_once(hanako, room, hers, his)

    def test_nobody_is_there_for_a_while(
        self, cluster: Cluster, windows: Windows, hanako: Person, room: Json, hers: Page, his: Page
    ) -> None:
        windows.expect(NOBODY_THERE)
        talk(hers, his, "before", timeout=OPEN_WITHIN)
        with no_workers(cluster):
            for text in ("one", "two"):
                say(hers, text)
            expect(hers.get_by_title("Connecting… 2 waiting", exact=True)).to_be_visible()
            expect(his.get_by_title("Connecting…", exact=True)).to_be_visible()
            expect(hers.get_by_text("Waiting", exact=True)).to_have_count(2)

        expect(message(his, "two")).to_be_visible(timeout=BACK_WITHIN)
        expect(hers.get_by_text("Waiting", exact=True)).to_have_count(0)
        for window in (hers, his):
            expect(window.get_by_text("Connecting…")).to_have_count(0, timeout=BACK_WITHIN)
        talk(hers, his, "after")
        self.expect_all_once(hanako, room, hers, his)

    @staticmethod
    def expect_all_once(person: Person, room: Json, *windows: Page) -> None:
        # nginx gives a worker it could not reach two seconds, in which this could be answered with 503.
        wait_until(lambda: person.http.get("me/").is_success, 10, "the site to answer calls")
        page = person.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()
        stored = [each["text"] for each in page["messages"]]
        assert len(set(stored)) == len(stored)
        for window in windows:
            paragraphs = window.get_by_role("article").get_by_role("paragraph")
            expect(paragraphs).to_have_text(stored)
            assert window.evaluate("window.notReloaded")


def talk(one: Page, other: Page, word: str, timeout: int = WITHIN_SECONDS) -> None:
    """Each writes and sees what the other wrote."""
    for speaker, listener, text in ((one, other, f"{word}, she says"), (other, one, f"{word}, he says")):
        composer(speaker).fill(text)
        composer(speaker).press("Enter")
        expect(message(listener, text)).to_be_visible(timeout=timeout)
        expect_stored(message(speaker, text))  # the answer may come after the news


def unreloaded(page: Page) -> Page:
    page.evaluate("window.notReloaded = true")
    return page


def kill_worker(cluster: Cluster, port: int) -> None:
    pid = cluster.worker_pid(port)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


@contextmanager
def no_workers(cluster: Cluster) -> Iterator[None]:
    """All are killed, and the supervisor stands still instead of starting them again."""
    workers = [cluster.worker_pid(port) for port in cluster.worker_ports]
    cluster.supervisor.pause()
    try:
        for pid in workers:
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        yield
    finally:
        cluster.supervisor.resume()
