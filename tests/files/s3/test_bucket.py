"""The storage itself: what it stores, reads and deletes, and what it raises."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from config.storages import storages
from core.problems import Problem
from files import storage
from files.s3 import calls, outage
from files.s3.bucket import Bucket
from lab.chaos.world.link import Link
from lab.programs.s3 import NewBucket
from lab.servers.process import free_port

MEBIBYTE = 1024 * 1024
DATA = random.Random(3).randbytes(20 * MEBIBYTE)


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    path = tmp_path / "long"
    path.write_bytes(DATA)
    return path


def test_a_long_file_goes_by_parts_and_is_whole(bucket: NewBucket, long_file: Path) -> None:
    storage.put("blobs/long", long_file)
    assert bucket.content("blobs/long") == DATA
    found = bucket.client.head_object(Bucket=bucket.name, Key="blobs/long")
    assert found["ETag"].endswith('-3"'), "one part for each 8 MiB"
    assert found["ContentType"] == "application/octet-stream"
    assert storage.storage().size("blobs/long") == len(DATA)


def test_putting_twice_replaces(bucket: NewBucket, tmp_path: Path) -> None:
    for content in (b"one", b"three"):
        (tmp_path / "small").write_bytes(content)
        storage.put("blobs/small", tmp_path / "small")
    assert bucket.content("blobs/small") == b"three"


@pytest.mark.parametrize(("first", "length"), [(0, len(DATA)), (0, 1), (8 * MEBIBYTE - 1, 2), (len(DATA) - 5, 5)])
def test_a_part_of_a_file(bucket: NewBucket, long_file: Path, first: int, length: int) -> None:
    storage.put("blobs/long", long_file)
    content = storage.opened("blobs/long", first, length)
    pieces = iter(lambda: content.read(256 * 1024), b"")
    assert b"".join(pieces) == DATA[first : first + length]
    content.close()


def test_what_is_not_there(bucket: NewBucket) -> None:
    files = storage.storage()
    for call in (files.size, files.open, files.get_modified_time):
        with pytest.raises(FileNotFoundError):
            call("blobs/none")
    assert not files.exists("blobs/none")
    files.delete("blobs/none")
    files.remove("blobs/none/")
    assert files.listdir("blobs") == ([], [])


def test_everything_below_a_name_goes(bucket: NewBucket) -> None:
    files = storage.storage()
    for number in range(3):
        files.save(f"parts/a/{number}", ContentFile(b"tea"))
    files.save("parts/b/0", ContentFile(b"tea"))
    files.remove("parts/a/")
    assert bucket.names() == ["parts/b/0"]


def test_uploads_that_were_broken_off_are_ended(bucket: NewBucket) -> None:
    bucket.client.create_multipart_upload(Bucket=bucket.name, Key="blobs/broken")
    # This server says of each that it began in 2010.
    assert storage.storage().end_uploads(datetime(2010, 1, 1, tzinfo=UTC)) == 0
    assert storage.storage().end_uploads(timezone.now()) == 1
    assert "Uploads" not in bucket.client.list_multipart_uploads(Bucket=bucket.name)


class Broken:
    """A connection that ends in the middle."""

    def __init__(self, body: Any) -> None:
        self._body, self._left = body, 1

    def read(self, size: int | None) -> bytes:
        if not self._left:
            raise ConnectionResetError
        self._left -= 1
        return bytes(self._body.read(size))

    def close(self) -> None:
        self._body.close()


def test_a_broken_connection_goes_on_where_it_was(bucket: NewBucket, long_file: Path) -> None:
    storage.put("blobs/long", long_file)
    content: Any = storage.opened("blobs/long", 5, 3 * MEBIBYTE)
    read = []
    for _ in range(3):
        content._body = Broken(content._body)
        read.append(content.read(MEBIBYTE))
        # The second read meets the end of the connection, and opens another one.
    assert b"".join(read) == DATA[5 : 5 + 3 * MEBIBYTE]


class TestAway:
    @pytest.fixture
    def away(self, bucket: NewBucket, settings: Settings, tmp_path: Path) -> Iterator[None]:
        """Nothing listens where the bucket should be."""
        options = {**bucket.options, "endpoint_url": f"http://127.0.0.1:{free_port()}"}
        settings.STORAGES = storages(tmp_path, options)
        yield
        calls.outage.end()

    @pytest.mark.usefixtures("away")
    def test_it_is_said_and_then_said_at_once(self, long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(Problem, match="storage_away") as refused:
            storage.put("blobs/long", long_file)
        assert (refused.value.status, refused.value.wait) == (503, outage.PAUSE_SECONDS)
        nobody_asks(monkeypatch)
        for call in (storage.storage().size, storage.storage().exists, storage.storage().delete):
            with pytest.raises(Problem, match="storage_away"):
                call("blobs/long")
        with pytest.raises(Problem, match="storage_away"):
            storage.expect_there()

    @pytest.mark.usefixtures("away")
    def test_one_tries_whether_it_is_back(
        self, bucket: NewBucket, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outage, "PAUSE_SECONDS", 0.0)
        with pytest.raises(Problem, match="storage_away"):
            storage.storage().exists("blobs/a")
        with monkeypatch.context() as others:
            nobody_asks(others)
            # Somebody tries just now, and nobody else does.
            with calls.calling(), pytest.raises(Problem, match="storage_away"):
                storage.storage().exists("blobs/a")
        settings.STORAGES = storages(tmp_path, bucket.options)
        assert not storage.storage().exists("blobs/a")


def nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bucket, "connection", property(lambda _: pytest.fail("the bucket was asked")))


def test_one_that_hangs_is_given_up(
    remote: NewBucket,
    bucket: NewBucket,
    link: Link,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from botocore.config import Config

    from files.s3 import bucket as module

    monkeypatch.setattr(module, "CONFIG", calls.CONFIG.merge(Config(read_timeout=0.3)))
    settings.STORAGES = storages(tmp_path, remote.options)
    assert storage.storage().listdir("blobs") == ([], [])
    link.swallow()
    with pytest.raises(Problem, match="storage_away"):
        storage.storage().size("blobs/a")
    link.mend()


def test_keys_that_may_not_are_no_outage(bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = storages(tmp_path, {**bucket.options, "bucket_name": "irori-nowhere"})
    (tmp_path / "a").write_bytes(b"a")
    with pytest.raises(Problem, match="storage_away"):
        storage.put("blobs/a", tmp_path / "a")
    storage.expect_there()
