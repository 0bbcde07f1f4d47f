import pytest

from core.http import health


@pytest.fixture
def patient_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked answers, however long a busy machine takes."""
    monkeypatch.setattr(health, "CHECK_SECONDS", 30.0)
