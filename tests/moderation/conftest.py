"""A room, what is published, and what is reported in it."""

import pytest

from tests.chat.conftest import published
from tests.moderation.scene import Reported

__all__ = ["published"]


@pytest.fixture
def hearth() -> Reported:
    return Reported()
