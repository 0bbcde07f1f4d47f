"""Uploads to a site that keeps its files in a bucket."""

import random
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from config.storages import storages
from core.problems import Problem
from files.models import File
from files.s3 import calls
from files.services import bucket_chunks, uploads
from files.storage import path_of
from lab.programs.s3 import NewBucket
from lab.servers.process import free_port
from tests.core.jobs.due import no_pause, run_due
from tests.files.inspection.pictures_made import corners, encoded
from tests.files.person import Uploader, stored

pytestmark = pytest.mark.django_db(transaction=True)

DATA = random.Random(16).randbytes(9_000_000)


def row(upload: str) -> File:
    return File.objects.get(pk=upload)


def on_this_machine(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def test_chunks_of_any_size(mine: Uploader, bucket: NewBucket, tmp_path: Path) -> None:
    upload = mine.upload(len(DATA), filename="film.bin")
    offsets = [0, 5_000_000, 5_000_001, 5_300_000, len(DATA)]
    for begin, end in pairwise(offsets):
        assert mine.look(upload).headers["Upload-Offset"] == str(begin)
        assert len(bucket.names("parts/")) == offsets.index(begin)
        assert bucket.names("blobs/") == [] == on_this_machine(tmp_path)
        answer = mine.send(upload, begin, DATA[begin:end])
        assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(end))
    assert stored(upload) == DATA
    assert row(upload).parts == ""
    no_pause()
    run_due()
    assert bucket.names("parts/") == [] == on_this_machine(tmp_path)
    assert bucket.names() == [path_of(row(upload), "original")]


def test_a_photo_and_its_thumbnails(mine: Uploader, bucket: NewBucket, tmp_path: Path) -> None:
    upload = mine.file(encoded(corners(2000, 1000), "PNG"), kind="photo")
    file = row(upload)
    assert sorted(bucket.names()) == sorted(path_of(file, each) for each in ("original", "small", "large"))
    assert (file.width, file.height) == (2000, 1000)
    assert bucket.content(path_of(file, "small"))[:4] == b"RIFF"
    assert on_this_machine(tmp_path) == []


def test_a_form(mine: Uploader, bucket: NewBucket) -> None:
    answer = mine.form(DATA, "film.bin")
    assert answer.status == 201
    assert stored(answer.body["id"]) == DATA
    assert len(bucket.names()) == 1


def test_of_two_at_one_offset_one_counts(mine: Uploader, bucket: NewBucket) -> None:
    """As if another machine had looked at the row before this one changed it."""
    upload = mine.upload(6)
    elsewhere = row(upload)
    assert mine.send(upload, 0, b"ket").status == 204
    with pytest.raises(Problem, match="upload_conflict"):
        bucket_chunks.append(elsewhere, BytesIO(b"cup"))
    assert mine.send(upload, 3, b"tle").status == 204
    assert stored(upload) == b"kettle"


def test_of_two_last_chunks_one_counts(mine: Uploader, bucket: NewBucket) -> None:
    upload = mine.upload(6)
    assert mine.send(upload, 0, b"ket").status == 204
    elsewhere = row(upload)
    assert mine.send(upload, 3, b"tle").status == 204
    with pytest.raises(Problem, match="upload_gone"):
        bucket_chunks.append(elsewhere, BytesIO(b"cup"))
    no_pause()
    run_due()
    assert stored(upload) == b"kettle"
    assert bucket.names() == [path_of(row(upload), "original")]


def test_more_than_announced(mine: Uploader, bucket: NewBucket) -> None:
    upload = mine.upload(6)
    assert mine.send(upload, 0, b"kettles").refusal == (413, "file_too_large")
    assert mine.send(upload, 0, b"kettle").status == 204


def test_a_chunk_that_is_gone(mine: Uploader, bucket: NewBucket) -> None:
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    (name,) = bucket.names()
    bucket.client.delete_object(Bucket=bucket.name, Key=name)
    assert mine.send(upload, 3, b"tle").refusal == (409, "upload_conflict")
    assert mine.look(upload).headers["Upload-Offset"] == "0"
    assert mine.send(upload, 0, b"kettle").status == 204


def test_an_upload_that_began_in_a_folder(mine: Uploader, bucket: NewBucket) -> None:
    """The site was moved into a bucket meanwhile."""
    upload = mine.upload(6)
    File.objects.filter(pk=upload).update(received=3)
    assert mine.send(upload, 3, b"tle").refusal == (409, "upload_conflict")
    assert mine.send(upload, 0, b"kettle").status == 204


def test_tiny_chunks_end(mine: Uploader, bucket: NewBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_chunks, "MOST_SMALL", 3)
    upload = mine.upload(6)
    for place, letter in enumerate(b"ket"):
        assert mine.send(upload, place, bytes([letter])).status == 204
    assert mine.send(upload, 3, b"t").refusal == (400, "invalid")
    assert mine.send(upload, 3, b"tle").status == 204


@pytest.mark.parametrize("end", ["cancel", "refuse", "delete"])
def test_nothing_is_left(mine: Uploader, bucket: NewBucket, end: str) -> None:
    upload = mine.upload(6, kind="photo" if end == "refuse" else "file")
    mine.send(upload, 0, b"ket")
    if end == "delete":
        assert mine.send(upload, 3, b"tle").status == 204
    if end == "refuse":
        assert mine.send(upload, 3, b"tle").refusal == (415, "file_refused")
    else:
        assert mine.cancel(upload).status == 204
    assert bucket.names() != []
    no_pause()
    run_due()
    assert bucket.names() == []


def test_while_it_is_away(mine: Uploader, bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    upload = mine.upload(6)
    assert mine.send(upload, 0, b"ket").status == 204
    settings.STORAGES = storages(tmp_path, {**bucket.options, "endpoint_url": f"http://127.0.0.1:{free_port()}"})
    refused = mine.send(upload, 3, b"tle")
    assert (refused.refusal, refused.headers["Retry-After"]) == ((503, "storage_away"), "5")
    assert mine.begin(6).refusal == (503, "storage_away")
    assert mine.look(upload).headers["Upload-Offset"] == "3"
    settings.STORAGES = storages(tmp_path, bucket.options)
    calls.outage.end()
    assert mine.send(upload, 3, b"tle").status == 204
    assert stored(upload) == b"kettle"
    no_pause()
    run_due()
    assert bucket.names() == [path_of(row(upload), "original")]


def test_a_scanner_that_is_away(mine: Uploader, bucket: NewBucket, settings: Settings) -> None:
    settings.CLAMD = f"127.0.0.1:{free_port()}"
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    assert mine.send(upload, 3, b"tle").refusal == (503, "scanner_away")
    no_pause()
    run_due()
    settings.CLAMD = ""
    assert mine.send(upload, 3, b"tle").status == 204
    assert stored(upload) == b"kettle"


def test_a_forwarded_file_keeps_its_bytes(mine: Uploader, bucket: NewBucket) -> None:
    first = row(mine.file())
    File.objects.create(
        owner=mine.user, blob=first.blob, size=6, received=6, state=File.State.READY, name="copy", is_copy=True
    )
    uploads.cancel(mine.user, UUID(str(first.pk)))
    no_pause()
    run_due()
    assert bucket.names() == [path_of(first, "original")]
