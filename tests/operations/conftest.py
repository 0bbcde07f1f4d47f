"""A site of these tests alone, with a backup of it."""

from pathlib import Path

import pytest

from lab.clients.person import Person
from lab.servers.site import Site
from tests.operations.command import done


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """On SQLite, not running, with a room, and backups in its folder. Who damages it restores it."""
    site = Site(tmp_path_factory.mktemp("home"))
    with site:
        hanako = Person.set_up(site)
        hanako.say(hanako.create_room("Kitchen"), "Tea is ready")
    put_file(site, BLOB, TEA)
    with passphrase_file(site).open("w") as file:
        file.write("a key under the mat\n")
    done(site, "backup", site.folder / "home.backup")
    done(site, "backup", site.folder / "sealed.backup", "--passphrase-file", passphrase_file(site))
    return site


# A file as the storage keeps it.
BLOB, TEA = "3f" * 16, b"a picture of the tea " * 100


def put_file(site: Site, blob: str, content: bytes) -> Path:
    file = site.state / "files" / "blobs" / blob[:2] / blob / "original"
    file.parent.mkdir(mode=0o700, parents=True)
    file.write_bytes(content)
    return file


@pytest.fixture
def backup(home: Site) -> Path:
    return home.folder / "home.backup"


def passphrase_file(site: Site) -> Path:
    return site.folder / "passphrase"


@pytest.fixture
def newborn(tmp_path: Path) -> Site:
    """Another machine, where nothing is yet but the programs."""
    site = Site(tmp_path / "newborn")
    site.folder.mkdir()
    return site
