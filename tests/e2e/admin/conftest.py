import pytest

from lab.clients.person import Newcomer, Person
from lab.servers.site import Site


@pytest.fixture
def kenji(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.fixture
def mai(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)
