from collections.abc import Callable

import pytest
from django.core.files.storage import storages

from files.models import File
from files.services.processing import process
from files.storage import ORIGINAL, folder, path_of
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


@pytest.fixture
def processed() -> Callable[..., File]:
    """Process these bytes as a file of this kind; the file is not saved."""

    def run(content: bytes, kind: str = "photo", name: str = "name") -> File:
        source = folder("parts") / "source"
        source.unlink(missing_ok=True)  # the storage may have its bytes by another name
        source.write_bytes(content)
        file = File(name=name, kind=kind, size=len(content))
        process(file, source)
        return file

    return run


@pytest.fixture
def stored() -> Callable[..., bytes]:
    """The bytes of one variant of a file."""

    def read(file: File, variant: str = ORIGINAL) -> bytes:
        with storages["files"].open(path_of(file, variant)) as content:
            return bytes(content.read())

    return read
