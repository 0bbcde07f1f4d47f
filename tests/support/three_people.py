"""Three people on whichever site the test runs on: two who share a room, and one who does not."""

import itertools

import pytest

from lab.clients.person import Json, Person
from lab.servers.site import Site

_numbers = itertools.count(1)


def _somebody(site: Site, name: str) -> Person:
    return Person.register(site, f"{name}-{next(_numbers)}")


@pytest.fixture
def kenji(either_site: Site) -> Person:
    return _somebody(either_site, "kenji")


@pytest.fixture
def mai(either_site: Site) -> Person:
    return _somebody(either_site, "mai")


@pytest.fixture
def outsider(either_site: Site) -> Person:
    return _somebody(either_site, "outsider")


@pytest.fixture
def room(kenji: Person, mai: Person) -> Json:
    return kenji.create_room("Kitchen", mai, kind="private")
