from pathlib import Path

import pytest
from pytest_django import Settings

from tests.files.person import Uploader
from tests.support.in_process import a_user


@pytest.fixture
def mine() -> Uploader:
    """Somebody who uploads."""
    return Uploader(a_user("hanako"))


@pytest.fixture
def others() -> Uploader:
    """Somebody else."""
    return Uploader(a_user("sora"))


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    """The storage of files, of this test alone."""
    options = {"location": tmp_path / "files"}
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "files": kept}
    return tmp_path / "files"
