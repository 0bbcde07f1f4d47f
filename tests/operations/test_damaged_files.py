"""Files that are no whole backup are refused in words, before anything is changed, and without following what they say."""

import io
import json
import os
import random
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.servers.site import Site
from operations.archive import reader
from operations.archive.manifest import DATABASE, FORMAT, KEYS, MANIFEST
from operations.errors import Refused
from operations.progress import Progress
from tests.operations.archives import members, part_of, with_manifest, written
from tests.operations.command import refused
from tests.operations.conftest import passphrase_file

QUIET = Progress(lambda _: None)


def read(path: Path) -> None:
    """As restore reads it before it changes anything."""
    with reader.opened(path) as opened:
        for _ in opened.database(QUIET, ""):
            pass
        for _, pieces in opened.files(QUIET):
            for _ in pieces:
                pass


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_a_whole_one_is_read(backup: Path) -> None:
    read(backup)


def test_one_that_ends_early(backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    for length in [0, 1, 511, 512, 1024, len(content) // 2, len(content) - 1024, len(content) - 1]:
        (tmp_path / "short").write_bytes(content[:length])
        with pytest.raises(Refused, match="no whole backup"):
            read(tmp_path / "short")


def test_any_byte_that_is_another(backup: Path, tmp_path: Path) -> None:
    content, chance = backup.read_bytes(), random.Random(1)
    ends = [chance.randrange(len(content) - 8_000, len(content)) for _ in range(120)]
    for place in [*range(0, 600, 7), *ends, *(chance.randrange(len(content)) for _ in range(20))]:
        altered = bytearray(content)
        altered[place] ^= chance.randrange(1, 256)
        (tmp_path / "altered").write_bytes(altered)
        with pytest.raises(Refused, match=r"no whole backup|newer version"):
            read(tmp_path / "altered")


def test_something_behind_it(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(backup.read_bytes() + bytes(512))
    with pytest.raises(Refused, match="does not end"):
        read(tmp_path / "long")


def link(tar: tarfile.TarFile, name: str, kind: bytes, to: str) -> None:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    tar.addfile(info)


def plain(tar: tarfile.TarFile, name: str, content: bytes = b"x") -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


HOSTILE: dict[str, Callable[[tarfile.TarFile], None]] = {
    "a path that leads out": lambda tar: plain(tar, "../../etc/cron.d/evil"),
    "an absolute path": lambda tar: plain(tar, "/etc/cron.d/evil"),
    "a symbolic link": lambda tar: link(tar, DATABASE, tarfile.SYMTYPE, "/etc/passwd"),
    "a hard link": lambda tar: link(tar, DATABASE, tarfile.LNKTYPE, "/etc/passwd"),
    "a device": lambda tar: link(tar, DATABASE, tarfile.CHRTYPE, ""),
    "a folder": lambda tar: link(tar, DATABASE, tarfile.DIRTYPE, ""),
    "an extension of a megabyte": lambda tar: plain(tar, "n" * 1_000_000),
    "another member": lambda tar: plain(tar, "database2"),
    "nothing": lambda tar: None,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive(kind: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "hostile", "w", format=tarfile.PAX_FORMAT) as tar:
        HOSTILE[kind](tar)
    with pytest.raises(Refused, match="no whole backup"):
        read(tmp_path / "hostile")


def test_one_that_claims_to_be_larger_than_it_is(backup: Path, tmp_path: Path) -> None:
    info = tarfile.TarInfo(DATABASE)
    info.size = 1 << 60
    (tmp_path / "claims").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + backup.read_bytes()[512:])
    with pytest.raises(Refused, match="database is not whole"):
        read(tmp_path / "claims")


def test_small_members_are_small(backup: Path, tmp_path: Path) -> None:
    parts = members(backup)
    parts[KEYS] = b" " * 2_000_000
    with pytest.raises(Refused, match=r"keys\.json is not whole"):
        read(written(tmp_path / "large", with_manifest(parts, keys=part_of(parts[KEYS]))))


@pytest.mark.parametrize("name", ["gz", "bz2", "xz"])
def test_a_compressed_archive_is_not_unpacked(name: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bomb", f"w:{name}") as tar:  # type: ignore[call-overload]
        plain(tar, DATABASE, bytes(50_000_000))
    with pytest.raises(Refused, match="no whole backup"):
        read(tmp_path / "bomb")


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "missing", tmp_path / "pipe"):
        with pytest.raises(Refused):
            read(path)


def test_a_newer_format_says_to_update(backup: Path, tmp_path: Path) -> None:
    newer = written(tmp_path / "newer", with_manifest(members(backup), format=FORMAT + 1, engine=7))
    with pytest.raises(Refused, match="newer version of Irori"):
        read(newer)


class TestByTheCommand:
    def test_a_newer_database_and_another_engine(self, backup: Path, home: Site, tmp_path: Path) -> None:
        parts = members(backup)
        migrations = [*json.loads(parts[MANIFEST])["migrations"], ["chat", "9999_later"]]
        newer = written(tmp_path / "newer", with_manifest(parts, migrations=migrations))
        assert "newer version of Irori" in refused(home, "restore", newer)
        foreign = written(tmp_path / "foreign", with_manifest(parts, engine="postgresql"))
        assert "This is a backup of postgresql, and the site's database is sqlite" in refused(home, "restore", foreign)

    def test_a_database_with_faults_in_it(self, backup: Path, home: Site, tmp_path: Path) -> None:
        parts = members(backup)
        content = bytearray(parts[DATABASE])
        content[40_000:60_000] = bytes(20_000)
        parts[DATABASE] = bytes(content)
        before = names(home.state)
        damaged = written(tmp_path / "damaged", with_manifest(parts, database=part_of(parts[DATABASE])))
        assert "Nothing was changed." in refused(home, "restore", damaged)
        assert names(home.state) == before

    def test_a_database_of_another_site(self, backup: Path, home: Site, tmp_path: Path) -> None:
        parts = members(backup)
        (tmp_path / "other").write_bytes(parts[DATABASE])
        with sqlite3.connect(tmp_path / "other") as database:
            database.execute("UPDATE chat_epoch SET value = '0123456789abcdef0123456789abcdef'")
        database.close()
        parts[DATABASE] = (tmp_path / "other").read_bytes()
        other = written(tmp_path / "exchanged", with_manifest(parts, database=part_of(parts[DATABASE])))
        assert "another one than its manifest names" in refused(home, "restore", other)

    def test_a_sealed_one_that_was_altered(self, home: Site, tmp_path: Path) -> None:
        """With checksums that are right again: who does not know the passphrase can exchange nothing."""
        parts = members(home.folder / "sealed.backup")
        database = parts[DATABASE] + bytes(4096)
        altered = with_manifest({**parts, DATABASE: database}, database=part_of(database))
        words = refused(
            home, "restore", written(tmp_path / "altered", altered), "--passphrase-file", passphrase_file(home)
        )
        assert "somebody altered the file" in words
