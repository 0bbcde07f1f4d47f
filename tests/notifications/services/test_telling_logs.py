"""The log says that people could not be told, and quotes nothing of what was said."""

from typing import Any

import pytest
from django.db import DataError

from notifications.models import Batch
from notifications.services import items, telling
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db

SECRET = "the cake is in the oven"


def test_a_row_that_the_database_refuses(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PostgreSQL quotes values in what it says."""
    message = hearth.say(f"@yuki {SECRET}")

    def refused(*_: Any) -> None:
        raise DataError(f"value too long\nDETAIL: Failing row contains ({SECRET}).")

    monkeypatch.setattr(items, "store", refused)
    monkeypatch.setattr(telling, "GATHER_SECONDS", 0.0)
    telling.run(None)  # type: ignore[arg-type]
    assert Batch.objects.get().messages == [message.pk]
    assert "people could not be told of some messages: DataError at " in caplog.text
    assert SECRET not in caplog.text
