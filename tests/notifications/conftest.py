"""A room, what is published, and nothing remembered of the test before."""

from collections.abc import Iterator

import pytest

from notifications.selectors import keywords
from notifications.services import receiving
from tests.chat.conftest import hearth, published

__all__ = ["hearth", "published"]


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """To messages that name nobody, as far as this process knows. Keywords are looked at each time: no transaction of a test ends."""
    receiving.believe(False)
    keywords.forget()
    monkeypatch.setattr(keywords, "BELIEVED_SECONDS", 0.0)
    yield
    receiving.believe(None)
    keywords.forget()
