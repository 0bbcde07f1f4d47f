"""What belongs to no file goes from a bucket once it is a day old, and what files lack is found."""

from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from files import storage
from files.models import File
from files.services import orphans
from lab.programs.s3 import NewBucket
from tests.files.person import Uploader

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a day had passed."""
    monkeypatch.setattr(orphans, "OLD", timedelta(seconds=-5))


def put(name: str) -> str:
    storage.storage().save(name, ContentFile(b"tea"))
    return name


def test_what_is_young_stays(bucket: NewBucket) -> None:
    put(f"{storage.folder_of(uuid4())}/original")
    put(f"parts/{uuid4().hex}/abc")
    assert orphans.find() == ([], 0)
    assert len(bucket.names()) == 2


@pytest.mark.usefixtures("old")
def test_what_is_old_goes(bucket: NewBucket, mine: Uploader) -> None:
    ready, half, cancelled = mine.file(), mine.upload(6), mine.upload(6)
    for upload in (half, cancelled):
        assert mine.send(upload, 0, b"ket").status == 204
    mine.cancel(cancelled)
    orphan = uuid4()
    put(f"{storage.folder_of(orphan)}/original")
    put(f"{storage.folder_of(orphan)}/small")
    put(f"parts/{uuid4().hex}/abc")
    put("parts/nonsense/abc")
    bucket.client.create_multipart_upload(Bucket=bucket.name, Key="blobs/broken")
    assert orphans.find(delete=False) == ([], 4)
    assert orphans.find() == ([], 4)
    blob = File.objects.get(pk=half).blob
    assert sorted(name.rpartition("/")[0] for name in bucket.names()) == sorted(
        [storage.folder_of(File.objects.get(pk=ready).blob), f"parts/{blob.hex}"]
    )
    assert "Uploads" not in bucket.client.list_multipart_uploads(Bucket=bucket.name)
    assert mine.send(half, 3, b"tle").status == 204


def test_files_without_bytes_are_named(bucket: NewBucket, mine: Uploader) -> None:
    lost = mine.file()
    storage.remove(File.objects.get(pk=lost).blob)
    assert orphans.find().without_bytes == [UUID(lost)]
    out = StringIO()
    with pytest.raises(CommandError, match="1 files have no bytes"):
        call_command("checkfiles", stdout=out)
    assert f"No bytes: {lost}" in out.getvalue()
