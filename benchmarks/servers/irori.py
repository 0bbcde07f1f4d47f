"""Irori itself: `manage.py serve` in production mode on PostgreSQL and Redis, one worker or several. The only file that knows it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from typing import Self

import msgspec

from benchmarks.orders import Publisher, Socket, text_of
from benchmarks.servers.population import Guest, Population
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, wait_until
from lab.servers.settings import PRODUCTION, WIDE
from lab.servers.site import Site

PUBLISH_SECONDS = 10
# What is measured is what a worker can do, not what one person may: a publisher sends for a thousand.
UNBOUND = {"SOCKET_FRAMES_PER_SECOND": "1000000", "SOCKET_BYTES_PER_SECOND": "1000000000"}
ENVIRONMENT = {**PRODUCTION, **WIDE, **UNBOUND, "LOG_LEVEL": "WARNING", "ACCESS_TOKEN_SECONDS": "86400"}


class World:
    """One database and one Redis, with everybody in them. Workers come and go."""

    def __init__(self, folder: Path, redis: Redis, postgres: Postgres) -> None:
        self.folder = folder
        self.redis = redis
        self.database_url = postgres.create_database("irori")

    def site(self, name: str, env: Mapping[str, str] | None = None) -> Site:
        folder = self.folder / name
        environment = {**ENVIRONMENT, **(env or {})}
        site = Site(folder, database_url=self.database_url, redis_url=self.redis.url, env=environment)
        # A site that has a state folder does not migrate when it starts: the database is there, with everybody in it.
        site.state.mkdir(parents=True, exist_ok=True)
        return site

    @cached_property
    def population(self) -> Population:
        self.site("population").manage("migrate", "--no-input", "--verbosity", "0")
        return msgspec.json.decode(self.inside("populate"), type=Population)

    @cached_property
    def publisher(self) -> Publisher:
        """Irori publishes one frame; what Redis carried then, with another text in it, is what is published from then on."""
        text = text_of(0)
        with self.redis.client() as client, client.pubsub(ignore_subscribe_messages=True) as listener:
            listener.psubscribe("*")
            wait_until(lambda: client.pubsub_numpat() > 0, what="the subscription")
            self.inside("publish", str(self.population.hall), text.decode())
            deadline = time.monotonic() + PUBLISH_SECONDS
            while time.monotonic() < deadline:
                message = listener.get_message(timeout=1)
                if message is not None and text in message["data"]:
                    before, after = message["data"].split(text)
                    return Publisher(self.redis.url, message["channel"].decode(), before, after)
        raise RuntimeError("Irori published nothing that holds the text as it is")

    def inside(self, *arguments: str) -> bytes:
        environment = {**self.site("population").env, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "benchmarks.servers.inside", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout


class Irori:
    def __init__(
        self, world: World, name: str = "irori", *, workers: int = 1, env: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.world = world
        # Another folder each time: two of one name may be up at once.
        self._sites = [world.site(f"{name}-{os.urandom(3).hex()}", env) for _ in range(workers)]
        self._running = ExitStack()

    def start(self) -> Self:
        self.world.population  # noqa: B018 (there before the first worker)
        for site in self._sites:
            self._running.enter_context(site)
        return self

    def stop(self) -> None:
        self._running.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pids(self) -> list[int]:
        return [site.pid for site in self._sites]

    @property
    def port(self) -> int:
        return self._sites[0].port

    def sockets(self, count: int) -> list[Socket]:
        return self.sockets_of(islice(self.world.population.listeners, count))

    def sockets_of(self, guests: Iterable[Guest]) -> list[Socket]:
        """Each on the next worker."""
        return [
            Socket(f"{site.ws_url}/ws/chat/", ["chat.v1", f"bearer.{guest.token}"])
            for site, guest in zip(cycle(self._sites), guests, strict=False)
        ]

    def publisher(self) -> Publisher:
        return self.world.publisher
