from collections.abc import Iterator
from typing import cast

import pytest

from core.jobs import backlog
from core.jobs.declarations import JobType
from core.jobs.registry import declared
from tests.core.jobs import effects


@pytest.fixture(autouse=True)
def _types(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The types of these tests, on a table that keeps their effects."""
    known = cast("dict[str, JobType]", declared())
    for kind in effects.TYPES:
        monkeypatch.setitem(known, kind.name, kind)
    backlog.forget()
    effects.create()
    yield
    effects.drop()
