import pytest

from tests.chaos.story import Story


@pytest.fixture
def story() -> Story:
    return Story()
