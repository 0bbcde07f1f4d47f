from collections.abc import Callable, Iterator

import pytest
from django.core.files.storage import storages

from files.models import File
from files.services.processing import process
from files.storage import ORIGINAL, folder, path_of
from lab.clients.person import Person
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site
from tests.files.person import Uploader
from tests.support.in_process import a_user


@pytest.fixture(scope="module")
def server_without_jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Of one module alone: what it finds in memory and on the disk is its own."""
    with Site(tmp_path_factory.mktemp("files"), env={**NO_HEARTBEAT, "JOBS_IN_PROCESS": "0"}) as site:
        Person.set_up(site)
        yield site


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
