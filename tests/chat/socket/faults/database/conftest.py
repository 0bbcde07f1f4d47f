"""A site on a PostgreSQL of its own, which a test may stop. Each module names its DATABASE."""

import uuid
from collections.abc import Iterator

import pytest

from lab.clients.person import Person
from lab.programs.postgres import Postgres
from lab.servers.site import Site


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site"), database_url=postgres.create_database(request.module.DATABASE)) as site:
        Person.set_up(site)
        yield site


@pytest.fixture
def site(server: Site) -> Iterator[Site]:
    with server.no_traceback():
        yield server


@pytest.fixture
def hanako(site: Site) -> Person:
    return Person.sign_in(site, "hanako")


@pytest.fixture
def kenji(site: Site) -> Person:
    return Person.register(site, f"kenji-{uuid.uuid4().hex[:8]}")
