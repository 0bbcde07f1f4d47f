"""The site that is searched, and what is asked of it."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from lab.programs.postgres import Postgres
from lab.servers.process import ROOT
from lab.servers.settings import PRODUCTION, WIDE
from lab.servers.site import Site

ROOMS, EVERY = 2_000, 10
# A word that one in so many messages of others' rooms has, and one that one in so many of a room of the searcher has.
ELSEWHERE, FREQUENT_ELSEWHERE = "zoquet", 3
RARE, RARE_EACH = "vuxomil", 400
NOWHERE = "wyqkadol"
# What is measured is what a worker can do, not what one person may.
UNBOUND = {"SOCKET_FRAMES_PER_SECOND": "1000000", "SOCKET_BYTES_PER_SECOND": "1000000000"}
DATABASES = ("sqlite", "postgresql")


class Filled(msgspec.Struct):
    """What is asked for. `two`: a Japanese word of two characters. `rooms`: those of the searcher. `writers`: tokens of
    people who write."""

    token: str
    writers: list[str]
    rooms: list[int]
    author: str
    two: str
    frequent: str
    phrase: str

    @property
    def words(self) -> Mapping[str, str]:
        return {
            "two characters": self.two,
            "rare word": RARE,
            "common word": self.frequent,
            "phrase": f'"{self.phrase}"',
            "no hit": NOWHERE,
            "frequent elsewhere": ELSEWHERE,
        }

    @property
    def queries(self) -> Mapping[str, str]:
        filters = {
            "filters": f"from:@{self.author} {self.two}",
            "filters alone": f"from:@{self.author} after:2026-01-01",
        }
        return {**self.words, **filters}


@contextmanager
def filled(folder: Path, database: str, messages: int, every: int = EVERY) -> Iterator[tuple[Site, Filled]]:
    """A site with so many messages, all of them in the index, that is not started yet. The searcher is in every
    `every`-th room."""
    with ExitStack() as stack:
        url = stack.enter_context(Postgres()).create_database("search") if database == "postgresql" else ""
        site = Site(folder, database_url=url, env={**PRODUCTION, **WIDE, **UNBOUND, "ACCESS_TOKEN_SECONDS": "86400"})
        site.prepare()
        known = msgspec.json.decode(inside(site, "fill", str(messages), str(ROOMS), str(every)), type=Filled)
        # Of 1,000,000 messages this takes longer than `manage` waits.
        command = [sys.executable, "manage.py", "reindex", "--resume"]
        subprocess.run(command, cwd=ROOT, env=site.env, stdout=subprocess.DEVNULL, check=True)
        yield site, known


def inside(site: Site, *arguments: str) -> bytes:
    environment = {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "benchmarks.search.inside", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
