from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    """The storage of files, of this test alone."""
    options = {"location": tmp_path / "files"}
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "files": kept}
    return tmp_path / "files"
