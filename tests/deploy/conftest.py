"""A site as it is hosted: nginx, four workers, Redis and PostgreSQL, out of the files in deploy/."""

from collections.abc import Iterator

import pytest

from lab.clients.person import Newcomer, Person
from lab.servers.cluster import Cluster
from tests.deploy.echo import Echo

SOCKETS_PER_ADDRESS = 40


@pytest.fixture(scope="package")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    env = {"SOCKETS_PER_ADDRESS": str(SOCKETS_PER_ADDRESS)}
    with Cluster(tmp_path_factory.mktemp("cluster"), env=env) as cluster:
        Person.set_up(cluster)
        yield cluster


@pytest.fixture
def cluster(shared_cluster: Cluster) -> Iterator[Cluster]:
    """Shared, set up by hanako."""
    with shared_cluster.no_traceback():
        yield shared_cluster


@pytest.fixture
def hanako(cluster: Cluster) -> Person:
    return Person.sign_in(cluster, "hanako")


@pytest.fixture
def kenji(cluster: Cluster, newcomer: Newcomer) -> Person:
    return newcomer(cluster)


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as worker:
        yield worker
