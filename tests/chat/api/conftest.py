"""People of a room, as they call the API."""

import pytest

from tests.chat.hearth import Hearth
from tests.support.in_process import Api


@pytest.fixture
def owner(hearth: Hearth) -> Api:
    return Api(hearth.owner)


@pytest.fixture
def member(hearth: Hearth) -> Api:
    return Api(hearth.member)
