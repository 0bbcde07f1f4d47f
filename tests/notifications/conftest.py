"""A room, what is published, and nothing remembered of the test before."""

from collections.abc import Iterator

import pytest

from notifications.services import receiving
from tests.chat.conftest import hearth, published

__all__ = ["hearth", "published"]


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    """To messages that name nobody, as far as this process knows."""
    receiving.believe(False)
    yield
    receiving.believe(None)
