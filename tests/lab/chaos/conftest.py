import pytest

from tests.lab.chaos.story import Story


@pytest.fixture
def story() -> Story:
    return Story()
