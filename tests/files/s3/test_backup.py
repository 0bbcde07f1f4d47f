"""Backups of a site whose files are in a bucket, and what a restore does there."""

from pathlib import Path

import pytest

from lab.chaos.world.link import Link
from lab.clients.person import Person
from lab.programs.s3 import S3, NewBucket
from lab.servers.process import PATIENCE_SECONDS, free_port
from lab.servers.site import Site
from tests.operations.archives import members
from tests.operations.command import done, start

pytestmark = pytest.mark.long

TEA, LONG = b"a picture of the tea " * 100, bytes(range(256)) * 40_000


@pytest.fixture
def site(tmp_path: Path, remote: NewBucket) -> Site:
    """Not running, with two files in its bucket."""
    site = Site(tmp_path, env={**remote.env, "JOBS_IN_PROCESS": "0"})
    with site:
        hanako = Person.set_up(site)
        for name, content in (("tea.txt", TEA), ("long.bin", LONG)):
            hanako.http.post("files/", files={"file": (name, content)}).raise_for_status()
    return site


def contents(bucket: NewBucket) -> dict[str, bytes]:
    return {name: bucket.content(name) for name in bucket.names()}


def test_they_are_left_out_unless_asked_for(site: Site, tmp_path: Path) -> None:
    assert "--with-bucket" in done(site, "backup", tmp_path / "small.backup")
    assert "files" not in members(tmp_path / "small.backup")


def test_they_come_back_into_a_bucket(site: Site, remote: NewBucket, s3_server: S3, tmp_path: Path) -> None:
    before = contents(remote)
    assert sorted(map(len, before.values())) == sorted([len(TEA), len(LONG)])
    done(site, "backup", tmp_path / "whole.backup", "--with-bucket")
    # In the same bucket only what is missing is stored.
    kept, lost = sorted(before, key=lambda name: len(before[name]))
    untouched = remote.client.head_object(Bucket=remote.name, Key=kept)["LastModified"]
    remote.client.delete_object(Bucket=remote.name, Key=lost)
    remote.client.put_object(Bucket=remote.name, Key="blobs/ff/newer", Body=b"newer")
    assert "--take-bucket" in failed(site, "restore", tmp_path / "whole.backup")
    done(site, "restore", tmp_path / "whole.backup", "--take-bucket")
    assert contents(remote) == {**before, "blobs/ff/newer": b"newer"}
    assert remote.client.head_object(Bucket=remote.name, Key=kept)["LastModified"] == untouched
    # In another bucket all of it.
    other = NewBucket(s3_server)
    done(
        site,
        "restore",
        tmp_path / "whole.backup",
        "--discard",
        "--take-bucket",
        S3_BUCKET=other.name,
        S3_ENDPOINT=other.env["S3_ENDPOINT"],
    )
    assert contents(other) == before
    assert "0 found" in done(site, "checkfiles", S3_BUCKET=other.name, S3_ENDPOINT=other.env["S3_ENDPOINT"])


def test_they_come_back_into_a_folder(site: Site, remote: NewBucket, tmp_path: Path) -> None:
    done(site, "backup", tmp_path / "whole.backup", "--with-bucket")
    done(site, "restore", tmp_path / "whole.backup", FILES_STORAGE="folder")
    stored = sorted((path.read_bytes() for path in (site.state / "files" / "blobs").rglob("original")), key=len)
    assert stored == sorted([TEA, LONG], key=len)


def test_a_bucket_that_is_away(site: Site, link: Link, tmp_path: Path) -> None:
    done(site, "backup", tmp_path / "whole.backup", "--with-bucket")
    link.target = free_port()
    assert "does not answer" in failed(site, "restore", tmp_path / "whole.backup", "--take-bucket")
    assert "does not answer" in failed(site, "backup", tmp_path / "second.backup", "--with-bucket")
    assert not (tmp_path / "second.backup").exists()


def failed(site: Site, *arguments: str | Path) -> str:
    """The words in which it was refused, after the warning of the checks."""
    with start(site, *arguments) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1, out + err
    return err.partition("CommandError: ")[2]
