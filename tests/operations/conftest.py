"""Sites of these tests alone, since they are stopped, restored and damaged."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.operations.command import done
from tests.person import Person
from tests.servers.postgres import Postgres
from tests.servers.redis import Redis
from tests.servers.site import Site


@pytest.fixture(params=["sqlite", "postgresql"])
def own_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """Running; set up by hanako. It may be stopped."""
    with site_on(request, tmp_path) as site:
        Person.set_up(site)
        yield site
        if not site.running:
            site.start()


def site_on(request: pytest.FixtureRequest, folder: Path) -> Site:
    if request.param == "sqlite":
        return Site(folder)
    postgres: Postgres = request.getfixturevalue("postgres_server")
    redis: Redis = request.getfixturevalue("redis_server")
    return Site(folder, database_url=postgres.create_database(f"own_{uuid4().hex}"), redis_url=redis.url)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """On SQLite, not running, with a room, and a backup in its folder."""
    site = Site(tmp_path_factory.mktemp("home"))
    with site:
        hanako = Person.set_up(site)
        hanako.say(hanako.create_room("Kitchen"), "Tea is ready")
    done(site, "backup", site.folder / "home.backup")
    return site


@pytest.fixture
def backup(home: Site) -> Path:
    return home.folder / "home.backup"


@pytest.fixture
def newborn(tmp_path: Path) -> Site:
    """Another machine, where nothing is yet but the programs."""
    site = Site(tmp_path / "newborn")
    site.folder.mkdir()
    return site
