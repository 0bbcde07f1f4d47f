"""A site whose files, database or keys are on other disks: links to them, and mounts."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.db import file_exchange
from core.db.file_exchange import Exchange
from lab.servers.process import PATIENCE_SECONDS, ROOT
from lab.servers.site import Site
from tests.operations.command import done
from tests.operations.conftest import BLOB, TEA

# Runs a program with mounts of its own.
MAY_MOUNT = ("unshare", "--map-root-user", "--mount")
# Tests run in one of these.
OTHERS = ("/dev/shm", "/var/tmp")
ORIGINAL = f"{BLOB[:2]}/{BLOB}/original"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the site's."""
    here = tmp_path.stat().st_dev
    folders = [folder for folder in map(Path, OTHERS) if folder.is_dir() and folder.stat().st_dev != here]
    if not folders:
        pytest.skip("This machine has no second file system to write to.")
    with tempfile.TemporaryDirectory(dir=folders[0]) as folder:
        yield Path(folder)


@pytest.fixture
def restored(newborn: Site, backup: Path) -> Site:
    done(newborn, "restore", backup)
    return newborn


def moved(path: Path, disk: Path) -> Path:
    """Where it is now; a link is left."""
    there = disk / path.name
    shutil.move(path, there)
    path.symlink_to(there)
    return there


@pytest.mark.parametrize("linked", ["files", "files/blobs"])
def test_files(linked: str, restored: Site, backup: Path, disk: Path) -> None:
    blobs = restored.state / "files" / "blobs"
    (blobs / ORIGINAL).write_bytes(b"as it is now")
    there = moved(restored.state / linked, disk)
    said = done(restored, "restore", backup)
    assert (blobs / ORIGINAL).read_bytes() == TEA
    (kept,) = there.parent.rglob("before-restore-*")
    assert (kept / "blobs" / ORIGINAL).read_bytes() == b"as it is now"
    assert str(kept) in said
    done(restored, "check")
    done(restored, "restore", backup, "--discard")
    assert (blobs / ORIGINAL).read_bytes() == TEA
    assert list(there.parent.rglob("before-restore-*")) == [kept]
    assert (restored.state / linked).is_symlink()


@pytest.mark.parametrize("name", ["irori.sqlite3", "secret_key"])
def test_the_database_and_a_key(name: str, restored: Site, backup: Path, disk: Path) -> None:
    right = (restored.state / "secret_key").read_text()
    (restored.state / "secret_key").write_text("another key, which is as long as one must be, and longer")
    there = moved(restored.state / name, disk)
    before = there.read_bytes()
    done(restored, "restore", backup)
    assert (restored.state / name).readlink() == there
    (kept,) = disk.glob(f"before-restore-*/{name}")
    assert kept.read_bytes() == before
    assert (restored.state / "secret_key").read_text() == right
    done(restored, "check")


@pytest.mark.parametrize("name", ["files/blobs", f"files/blobs/{BLOB[:2]}", "irori.sqlite3", "secret_key"])
def test_a_mount_is_refused_before_anything_changes(name: str, restored: Site, backup: Path, tmp_path: Path) -> None:
    """A mount cannot be renamed, nor what has one in it be removed."""
    if not shutil.which("unshare") or subprocess.run([*MAY_MOUNT, "true"], capture_output=True).returncode:
        pytest.skip("Nobody may mount here.")
    (restored.state / "secret_key").write_text("another key, which is as long as one must be, and longer")
    before = tree(restored.state)
    place, blobs = restored.state / name, restored.state / "files" / "blobs"
    mounted = tmp_path / "a disk \\ with spaces"
    (shutil.copytree if place.is_dir() else shutil.copy)(place, mounted)
    script = 'mount --bind "$1" "$2" && exec "$3" manage.py restore "$4" --discard'
    arguments = [str(mounted), str(place), sys.executable, str(backup)]
    ended = subprocess.run(
        [*MAY_MOUNT, "sh", "-c", script, "sh", *arguments],
        cwd=ROOT,
        env=restored.env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert f"{blobs if place.is_relative_to(blobs) else place} is mounted" in ended.stderr
    assert "Nothing was changed" in ended.stderr
    assert tree(restored.state) == before


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_plan_of_an_earlier_version_is_finished(disk: Path, tmp_path: Path) -> None:
    """It put files aside on the disk of the state folder, which failed at each start."""
    for name, content in (("blobs", "old"), ("blobs.restoring", "new")):
        (disk / name).mkdir()
        (disk / name / "file").write_text(content)
    aside = tmp_path / "before-restore-1" / "blobs"
    file_exchange.begin(tmp_path, [Exchange(str(disk / "blobs.restoring"), str(disk / "blobs"), str(aside), [""])])
    file_exchange.finish(tmp_path)
    assert (disk / "blobs" / "file").read_text() == "new"
    assert (disk / "blobs.before-restore-1" / "file").read_text() == "old"
    assert not file_exchange.is_begun(tmp_path)
