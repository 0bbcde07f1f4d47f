from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.core.net.server import HERE, Server, serving


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    settings.OUTGOING_ALLOWED = HERE
    with serving() as server:
        yield server
