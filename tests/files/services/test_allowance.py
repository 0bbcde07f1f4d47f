"""How much may be uploaded."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.jobs.models import Job
from files import limits
from files.models import File
from files.services import attaching, uploads
from tests.core.jobs.due import no_pause, run_due
from tests.files.a_file import a_file
from tests.files.person import Uploader
from tests.files.tus import MEBIBYTE
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db


def test_a_day_of_a_person(mine: Uploader, others: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    mine.upload(MEBIBYTE - 10)
    assert mine.begin(11).refusal == (429, "quota_reached")
    assert mine.form(b"x" * 11).refusal == (429, "quota_reached")
    assert others.begin(11).status == 201
    assert mine.begin(10).status == 201
    File.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert mine.begin(MEBIBYTE).status == 201


def test_what_was_cancelled_counts_as_far_as_it_came(mine: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    upload = mine.upload(MEBIBYTE)
    mine.send(upload, 0, b"x" * 100)
    mine.cancel(upload)
    assert mine.begin(MEBIBYTE - 99).refusal == (429, "quota_reached")
    assert mine.begin(MEBIBYTE - 100).status == 201


def test_a_copy_counts_once(mine: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    file = File.objects.get(pk=mine.file(b"x" * 1000))
    attaching.copy(file, mine.user).save()
    assert mine.begin(MEBIBYTE - 1000).status == 201


def test_what_was_deleted_counts_for_its_day(mine: Uploader, others: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    file = File.objects.get(pk=mine.file(b"x" * 1000, name="secret.txt", alt="a secret"))
    attaching.use([file])
    copy = attaching.copy(file, others.user)
    copy.save()
    attaching.release([file, copy])
    run_due()
    assert mine.begin(MEBIBYTE - 999).refusal == (429, "quota_reached")
    assert others.begin(MEBIBYTE).status == 201
    left = File.objects.get(state=File.State.REFUSED)
    assert (left.pk, left.name, left.alt, left.digest, left.type) == (file.pk, "", "", "", "")
    assert mine.api.get(f"files/{file.pk}/").status == 404
    File.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert mine.begin(MEBIBYTE).status == 201


def test_what_was_deleted_takes_no_room_of_the_site(mine: Uploader, settings: Settings) -> None:
    settings.FILES_GB = 1
    file = a_file(mine.user, size=1024 * MEBIBYTE, expires_at=None)
    attaching.release([file])
    assert mine.begin(5).status == 201


def test_nothing_is_left_of_it_after_a_day(mine: Uploader) -> None:
    file, old = (a_file(mine.user, expires_at=None) for _ in range(2))
    old.created_at = timezone.now() - timedelta(days=1, seconds=1)
    old.save()
    attaching.release([file, old])
    assert File.objects.get() == file
    File.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    no_pause()
    run_due()
    assert not File.objects.exists()


def test_nothing_is_left_of_it_where_the_job_ran_for_another_upload(mine: Uploader) -> None:
    used = File.objects.get(pk=mine.file())
    attaching.use([used])
    no_pause()
    run_due()
    assert not Job.objects.filter(type="files.expiry").exists()
    attaching.release([used])
    assert File.objects.get().state == File.State.REFUSED
    File.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    no_pause()
    run_due()
    assert not File.objects.exists()


def test_a_day_without_a_limit(mine: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 0
    assert mine.begin(100 * MEBIBYTE).status == 201
    told = mine.api.get("uploads/").body
    assert (told["day_bytes"], told["left_bytes"]) == (None, None)


def test_the_site(mine: Uploader, others: Uploader, settings: Settings) -> None:
    settings.FILES_GB = 1
    others.file(b"kettle")
    File.objects.update(size=1024 * MEBIBYTE - 5)
    assert mine.begin(6).refusal == (507, "storage_full")
    assert mine.begin(5).status == 201


def test_open_uploads(mine: Uploader, others: Uploader) -> None:
    several = [mine.upload(5) for _ in range(limits.MOST_OPEN)]
    assert mine.begin(5).refusal == (429, "too_many_uploads")
    assert others.begin(5).status == 201
    mine.send(several[0], 0, b"12345")
    assert mine.begin(5).status == 201
    mine.cancel(several[1])
    assert mine.begin(5).status == 201


def test_the_disk(mine: Uploader, settings: Settings) -> None:
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    settings.FILES_FREE_MB = 10**9
    assert mine.begin(5).refusal == (507, "storage_full")
    assert mine.send(upload, 3, b"tle").refusal == (507, "storage_full")
    settings.FILES_FREE_MB = 1
    assert mine.send(upload, 3, b"tle").status == 204


@pytest.mark.django_db(transaction=True)
def test_two_that_begin_at_once_are_not_both_the_last(settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    by = a_user("mai")

    def begin() -> str:
        try:
            uploads.begin(by=by, size=MEBIBYTE - 10, name="x", kind="file", alt="")
        except Exception as error:
            return str(error)
        return ""

    assert sorted(at_once(*[begin] * 4)) == ["", *["quota_reached"] * 3]
