from typing import cast

import pytest

from core.audit.registry import declared

TRIED = "test.tried"


@pytest.fixture(autouse=True)
def _acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """An act of these tests, which no app declares."""
    monkeypatch.setitem(cast("dict[str, str]", declared()), TRIED, "Tried something")
