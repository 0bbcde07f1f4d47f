import pytest

from tests.chat.hearth import Hearth


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()
