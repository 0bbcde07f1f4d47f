"""Uploads end after a day, and a job finds what belongs to nobody."""

import os
import re
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from config.storages import storages
from core.jobs.declarations import Claim
from core.jobs.models import Job
from files import deletion_hold, parts, storage
from files.models import File
from files.services import attaching, expired, orphans, uploads
from tests.core.jobs.due import no_pause, run_due
from tests.files.person import Uploader, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Tests beside this one leave bytes behind: their rows are taken back."""
    settings.STATE_DIR = tmp_path
    settings.STORAGES = storages(tmp_path)


def test_a_job_waits_for_the_first(mine: Uploader) -> None:
    mine.upload(6)
    mine.upload(6)
    jobs = Job.objects.filter(type="files.expiry")
    assert jobs.count() == 1
    day = timezone.now() + timedelta(days=1)
    hour = timedelta(hours=1)
    assert jobs.filter(due_at__gt=day - hour, due_at__lt=day + hour).exists()


def test_what_nobody_used_goes(mine: Uploader) -> None:
    half, ready, used, later = mine.upload(6), mine.file(), mine.file(), mine.upload(6)
    mine.send(half, 0, b"ket")
    part, blob = parts.path_of(UUID(half)), File.objects.get(pk=ready).blob
    assert part.exists()
    a_day_ago = timezone.now() - timedelta(days=1, seconds=1)
    File.objects.filter(pk__in=[half, ready]).update(created_at=a_day_ago, expires_at=a_day_ago)
    File.objects.filter(pk=used).update(expires_at=None)
    no_pause()
    run_due()
    assert {str(pk) for pk in File.objects.values_list("pk", flat=True)} == {used, later}
    assert not part.exists()
    assert not storage.storage().exists(storage.folder_of(blob))
    assert stored(used) == b"kettle"
    assert Job.objects.filter(type="files.expiry").count() == 1


@pytest.mark.parametrize("act", ["begin", "release", "end"])
def test_all_lock_the_jobs_of_the_site_in_one_order(mine: Uploader, act: str) -> None:
    """Two transactions that lock them in two orders wait for each other."""
    used, unused = (File.objects.get(pk=mine.file()) for _ in range(2))
    attaching.use([used])
    mine.upload(6)
    a_day_ago = timezone.now() - timedelta(days=1, seconds=1)
    File.objects.filter(pk=unused.pk).update(created_at=a_day_ago, expires_at=a_day_ago)
    no_pause()
    with CaptureQueriesContext(connection) as queries:
        if act == "begin":
            uploads.begin(by=mine.user, size=6, name="x", kind="file", alt="")
        elif act == "release":
            attaching.release([used])
        else:
            with transaction.atomic():
                expired.remove(Claim(1, "files.expiry", "token", "{}", 1))
    stored = [sql for sql in (query["sql"] for query in queries) if "INTO jobs_job" in sql]
    named = [name for sql in stored for name in re.findall(r"files\.(expiry|usage|delete_bytes)", sql)]
    assert list(dict.fromkeys(named)) == ["expiry", "usage", *(["delete_bytes"] if act != "begin" else [])]


def test_a_cancelled_file_has_no_bytes(mine: Uploader) -> None:
    ready, half = mine.file(), mine.upload(6)
    mine.send(half, 0, b"ket")
    mine.cancel(ready)
    mine.cancel(half)
    run_due()
    assert stored(ready) is None
    assert not parts.path_of(UUID(half)).exists()


def test_bytes_stay_while_a_backup_runs_and_go_afterwards(mine: Uploader) -> None:
    ready = mine.file()
    old = a_blob(is_old=True)
    with deletion_hold.held(), deletion_hold.held():
        mine.cancel(ready)
        run_due()
        assert orphans.find() == ([], 1)
        assert (stored(ready), exists(old)) == (b"kettle", True)
    run_due()
    assert stored(ready) == b"kettle"
    no_pause()
    run_due()
    assert (stored(ready), exists(old)) == (None, False)


def a_blob(*, is_old: bool) -> UUID:
    """Bytes that belong to no file."""
    blob = uuid4()
    path = storage.folder("incoming").parent / storage.folder_of(blob) / "original"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    if is_old:
        long_ago = time.time() - 2 * 24 * 3600
        os.utime(path, (long_ago, long_ago))
    return blob


def exists(blob: UUID) -> bool:
    return bool(storage.storage().exists(storage.folder_of(blob)))


def test_orphans_of_both_kinds(mine: Uploader) -> None:
    whole, lost, half = mine.file(), mine.file(), mine.upload(6)
    mine.send(half, 0, b"ket")
    storage.remove(File.objects.get(pk=lost).blob)
    old, young = a_blob(is_old=True), a_blob(is_old=False)
    forgotten = parts.path_of(uuid4())
    forgotten.write_bytes(b"x")
    for path in (forgotten, parts.path_of(UUID(half))):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert orphans.find(delete=False) == ([UUID(lost)], 2)
    assert exists(old)
    assert orphans.find() == ([UUID(lost)], 2)
    assert (exists(old), exists(young), forgotten.exists()) == (False, True, False)
    assert stored(whole) == b"kettle"
    assert mine.send(half, 3, b"tle").status == 204
    storage.remove(young)


def test_the_command(mine: Uploader) -> None:
    whole, out = mine.file(), StringIO()
    old = a_blob(is_old=True)
    call_command("checkfiles", stdout=out)
    assert "1 found" in out.getvalue()
    call_command("checkfiles", "--delete", stdout=out)
    assert "1 deleted" in out.getvalue()
    assert not exists(old)
    storage.remove(File.objects.get(pk=whole).blob)
    with pytest.raises(CommandError, match="1 files have no bytes"):
        call_command("checkfiles", stdout=out)
    assert f"No bytes: {whole}" in out.getvalue()


def test_the_job_comes_again(mine: Uploader) -> None:
    mine.upload(6)
    no_pause()
    run_due()
    assert Job.objects.filter(type="files.orphans").count() == 1


def test_what_a_killed_process_left_beside_a_blob_goes_with_it(mine: Uploader) -> None:
    """It was killed before it gave the bytes their name."""
    file = File.objects.get(pk=mine.file())
    folder = Path(storage.storage().path(storage.folder_of(file.blob)))
    (folder / f".{uuid4().hex}").write_bytes(b"kett")
    storage.remove(file.blob)
    assert not folder.exists()


def test_what_a_killed_process_left_alone_is_found(mine: Uploader) -> None:
    """It was killed before any bytes had their name, and the upload has ended since."""
    blob = a_blob(is_old=True)
    (path,) = Path(storage.storage().path(storage.folder_of(blob))).iterdir()
    path.rename(path.with_name(f".{blob.hex}"))
    assert orphans.find().without_file == 1
    assert not exists(blob)
