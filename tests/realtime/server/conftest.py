"""A site that waits three seconds where others wait a minute or two, and a connection to it."""

import socket
from collections.abc import Iterator

import pytest

from lab.clients.person import Person
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.realtime.server.connections import LIMITS, line_to


@pytest.fixture(scope="package")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that waits three seconds where others wait a minute or two."""
    env = {**PRODUCTION, **{name: str(value) for name, value in LIMITS.items()}}
    with Site(tmp_path_factory.mktemp("hurried"), env=env) as site, site.no_traceback():
        Person.set_up(site)
        yield site


@pytest.fixture
def line(hurried: Site) -> Iterator[socket.socket]:
    with line_to(hurried) as connection:
        yield connection
