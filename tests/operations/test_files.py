"""Uploaded files go into a backup and come back from it, and a backup writes no other file."""

import io
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.servers.site import Site
from operations.archive.manifest import FILES
from tests.operations.archives import members, part_of, with_manifest, written
from tests.operations.command import done, refused
from tests.operations.conftest import BLOB, TEA

KEPT = f"files/before-restore-*/blobs/{BLOB[:2]}/{BLOB}/original"


def file_of(site: Site) -> Path:
    return site.state / "files" / "blobs" / BLOB[:2] / BLOB / "original"


@pytest.mark.parametrize(("sent_by", "of_file", "of_folders"), [("worker", 0o600, 0o700), ("nginx", 0o640, 0o750)])
def test_they_come_back_for_those_alone_who_send_them(
    backup: Path, newborn: Site, sent_by: str, of_file: int, of_folders: int
) -> None:
    newborn.env = {**newborn.env, "FILES_SENT_BY": sent_by}
    done(newborn, "restore", backup)
    file = file_of(newborn)
    assert file.read_bytes() == TEA
    assert stat.S_IMODE(file.stat().st_mode) == of_file
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in file.parents[:3]} == {of_folders}


def test_the_present_ones_are_put_aside(backup: Path, newborn: Site) -> None:
    done(newborn, "restore", backup)
    file_of(newborn).write_bytes(b"as it is now")
    done(newborn, "restore", backup)
    (kept,) = newborn.state.glob(KEPT)
    assert kept.read_bytes() == b"as it is now"
    done(newborn, "restore", backup, "--discard")
    assert file_of(newborn).read_bytes() == TEA
    assert list(newborn.state.glob(KEPT)) == [kept]
    assert not list((newborn.state / "files").glob("*.restoring"))


def tar_of(add: Callable[[tarfile.TarFile], None]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.GNU_FORMAT) as tar:
        add(tar)
    whole = content.getvalue()
    # tarfile fills up to 10 kB; a backup ends with two empty blocks.
    return whole.rstrip(b"\0").ljust(-(-len(whole.rstrip(b"\0")) // 512) * 512, b"\0") + bytes(1024)


def plain(tar: tarfile.TarFile, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = 4
    tar.addfile(info, io.BytesIO(b"evil"))


def link(tar: tarfile.TarFile, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    tar.addfile(info)


def twice(tar: tarfile.TarFile) -> None:
    for _ in range(2):
        plain(tar, f"blobs/3f/{BLOB}/original")


HOSTILE: dict[str, Callable[[tarfile.TarFile], None]] = {
    "a path that leads out": lambda tar: plain(tar, "blobs/../../../evil"),
    "an absolute path": lambda tar: plain(tar, "/tmp/evil"),
    "a name in another folder": lambda tar: plain(tar, f"blobs/00/{BLOB}/original"),
    "a variant that is none": lambda tar: plain(tar, f"blobs/3f/{BLOB}/index.html"),
    "a line break at the end": lambda tar: plain(tar, f"blobs/3f/{BLOB}/original\n"),
    "a symbolic link": lambda tar: link(tar, f"blobs/3f/{BLOB}/original"),
    "the same twice": twice,
    "a name of a megabyte": lambda tar: plain(tar, "n" * 1_000_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names(kind: str, backup: Path, newborn: Site, tmp_path: Path) -> None:
    parts = members(backup)
    parts[FILES] = tar_of(HOSTILE[kind])
    hostile = written(tmp_path / "hostile", with_manifest(parts, files=part_of(parts[FILES])))
    assert "Nothing was changed" in refused(newborn, "restore", hostile)
    assert not (newborn.state / "files" / "blobs").exists()
    assert not (newborn.state / "irori.sqlite3").exists()
    assert not list(tmp_path.rglob("*.restoring"))
    assert not list(tmp_path.rglob("evil"))


def test_a_damaged_one_changes_nothing(backup: Path, newborn: Site, tmp_path: Path) -> None:
    content = backup.read_bytes()
    place = content.index(TEA[:40])
    (tmp_path / "damaged").write_bytes(content[:place] + b"coffee" + content[place + 6 :])
    assert "its files are damaged" in refused(newborn, "restore", tmp_path / "damaged")
    assert not (newborn.state / "files" / "blobs").exists()
