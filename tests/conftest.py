"""Servers that the tests share, and the sites on them."""

import itertools
import logging
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from core.db import batching
from lab.clients.person import Newcomer, Person
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers import migrated
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site
from lab.servers.worker import database_url
from tests.support.empty_tables import empty_tables

pytest_plugins = ["tests.parallel"]


# Both limits are of the clock, and the machine may be busy with other tests.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")
# The default of a request that says nothing, which is five seconds for each part.
for part in ("connect", "read", "write", "pool"):
    setattr(DEFAULT_TIMEOUT_CONFIG, part, 60.0)


def pytest_configure() -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # of the mail server that the tests share
    # Ended from outside, the run still stops its servers: pytest.exit tears the fixtures down, the signal's default would not.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=128 + signal.SIGTERM))
    # Begun in the background of a script, it would pass on to every program it starts that Ctrl-C is to be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """SQLite's file is there when Django looks for it. Its folder is removed with this process."""
    return bool(request.config.getvalue("reuse_db")) or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database begins as a copy of the migrated one."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copyfile(migrated.sqlite_file(), test["NAME"])
    else:
        migrated.postgres_template(database_url())
        test["TEMPLATE"] = migrated.TEMPLATE


@pytest.fixture(scope="session", autouse=True)
def emptied_in_short() -> Iterator[None]:
    """How a test with real commits ends."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        yield


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with Redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("embedded"), env=NO_HEARTBEAT) as site:
        Person.set_up(site)
        yield site


@pytest.fixture(scope="session")
def full_server(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres, redis_server: Redis
) -> Iterator[Site]:
    folder, database_url = tmp_path_factory.mktemp("full"), postgres_server.create_database("full")
    with Site(folder, database_url=database_url, redis_url=redis_server.url, env=NO_HEARTBEAT) as site:
        Person.set_up(site)
        yield site


@pytest.fixture
def site(embedded_server: Site) -> Iterator[Site]:
    """The site as it is with no settings at all: SQLite, no Redis. Shared, set up by hanako."""
    with embedded_server.no_traceback():
        yield embedded_server


@pytest.fixture
def full_site(full_server: Site) -> Iterator[Site]:
    """The site on PostgreSQL and Redis. Shared, set up by hanako."""
    with full_server.no_traceback():
        yield full_server


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    """An embedded site of this test alone, which nobody has set up."""
    with Site(tmp_path) as site, site.no_traceback():
        yield site


@pytest.fixture(params=["sqlite", "postgresql"])
def site_without_jobs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site of this test alone, on both kinds, for measuring memory: an index of the longest messages takes some."""
    urls = {}
    if request.param == "postgresql":
        database_url = request.getfixturevalue("postgres_server").create_database(f"without_jobs_{uuid4().hex}")
        urls = {"database_url": database_url, "redis_url": request.getfixturevalue("redis_server").url}
    with Site(tmp_path, env={**NO_HEARTBEAT, "JOBS_IN_PROCESS": "0"}, **urls) as site, site.no_traceback():
        Person.set_up(site)
        yield site


@pytest.fixture(params=["site", "full_site"])
def either_site(request: pytest.FixtureRequest) -> Site:
    """Runs the test on both."""
    site: Site = request.getfixturevalue(request.param)
    return site


SITES = ("fresh_site", "site_without_jobs", "either_site", "full_site")


@pytest.fixture
def current_site(request: pytest.FixtureRequest) -> Site:
    """Whichever site the test asks for; without asking, the embedded one."""
    site: Site = request.getfixturevalue(next((name for name in SITES if name in request.fixturenames), "site"))
    return site


@pytest.fixture
def administrator(current_site: Site) -> Person:
    return Person.sign_in(current_site, "hanako")


@pytest.fixture
def newcomer() -> Newcomer:
    """Registers somebody new on a site: `newcomer(site)`. Names do not repeat within a run."""
    return lambda site: Person.register(site, next(NAMES))


@pytest.fixture
def outsider(current_site: Site, newcomer: Newcomer) -> Person:
    """Somebody with an account and no room."""
    return newcomer(current_site)


NAMES = (
    f"{name}{turn or ''}"
    for turn in itertools.count()
    for name in ("kenji", "yuki", "mai", "taro", "sora", "aoi", "ren", "emi")
)


@pytest.fixture(autouse=True)
def batches_see_the_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test has not committed is seen by the threads that store and read in batches: they use the test's own connection.

    The test waits for them meanwhile, so that no two use it at once. In a test with real commits they have connections of their own, which
    they close, since a database in use cannot be removed.
    """
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction")):
        monkeypatch.setattr(batching, "fresh_connections", _own_connections)
    elif marker is not None or "db" in request.fixturenames:
        monkeypatch.setattr(batching, "fresh_connections", partial(_connection_of, connections[DEFAULT_DB_ALIAS]))


@pytest.fixture(autouse=True)
def nothing_is_believed() -> Iterator[None]:
    """A process believes for two seconds that nobody listens, which is a query less for a message; and that a room is
    what it was at the same rev, which the next test uses again."""
    from chat.selectors.beginnings import Expected, expected, shared_parts
    from notifications.services import receiving

    yield
    receiving.believe(None)
    shared_parts.forget()
    expected.rooms_each = Expected().rooms_each


@contextmanager
def _own_connections() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


@contextmanager
def _connection_of(shared: BaseDatabaseWrapper) -> Iterator[None]:
    connections[DEFAULT_DB_ALIAS] = shared
    shared.inc_thread_sharing()
    try:
        yield
    finally:
        shared.dec_thread_sharing()
        del connections[DEFAULT_DB_ALIAS]
