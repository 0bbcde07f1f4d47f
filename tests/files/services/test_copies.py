"""What counts the bytes of forwarded files, once their originals are deleted."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from core.jobs.models import Job
from files import deletion_hold
from files.models import File, PersonUsage
from files.services import attaching, copies, orphans, usage
from tests.core.jobs.due import no_pause, run_due
from tests.files.a_file import a_file
from tests.files.person import Uploader, stored
from tests.files.tus import MEBIBYTE
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db


def forwarded(file: File, by: Uploader, minutes: int = 0) -> File:
    """A copy that this person made so many minutes ago."""
    copy = attaching.copy(file, by.user)
    copy.created_at = timezone.now() - timedelta(minutes=minutes)
    copy.save()
    return copy


def original(of: Uploader) -> File:
    """A file that something uses."""
    file = File.objects.get(pk=of.file())
    attaching.use([file])
    return file


def counting() -> list[File]:
    return list(File.objects.filter(is_copy=False, state=File.State.READY))


def test_the_oldest_copy_counts_what_its_original_did(mine: Uploader, others: Uploader) -> None:
    file = original(mine)
    new, old = forwarded(file, mine, 5), forwarded(file, others, 10)
    attaching.release([file])
    run_due()
    assert counting() == [old]
    usage.count_people()
    assert dict(PersonUsage.objects.values_list("person", "size")) == {others.user.pk: 6, mine.user.pk: 0}
    attaching.release([old])
    run_due()
    assert counting() == [new]
    assert stored(str(new.pk)) == b"kettle"


def test_a_copy_that_is_deleted_changes_nothing(mine: Uploader, others: Uploader) -> None:
    file = original(mine)
    forwarded(file, mine)
    attaching.release([forwarded(file, others)])
    run_due()
    assert counting() == [file]


def test_the_site_is_full_of_copies(mine: Uploader, others: Uploader, settings: Settings) -> None:
    settings.FILES_GB = 1
    file = a_file(mine.user, size=1024 * MEBIBYTE - 5, expires_at=None)
    forwarded(file, mine)
    attaching.release([file])
    run_due()
    assert others.begin(6).refusal == (507, "storage_full")
    assert others.begin(5).status == 201


def test_nobody_uploaded_what_they_forwarded(mine: Uploader, others: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    file = original(mine)
    forwarded(file, others)
    attaching.release([file])
    run_due()
    assert others.begin(MEBIBYTE).status == 201


def test_it_does_not_wait_for_a_backup(mine: Uploader) -> None:
    file = original(mine)
    copy = forwarded(file, mine)
    attaching.release([file])
    with deletion_hold.held():
        run_due()
    assert counting() == [copy]


def test_storage_is_counted_anew(mine: Uploader) -> None:
    file = original(mine)
    forwarded(file, mine)
    attaching.release([file])
    Job.objects.filter(type="files.usage").delete()
    run_due()
    assert Job.objects.filter(type="files.usage").count() == 1


def test_each_day_copies_are_found_that_nothing_counts(mine: Uploader, others: Uploader) -> None:
    """Of a restored backup, which has no jobs of deletions."""
    lost, whole = original(mine), original(mine)
    new, old = forwarded(lost, mine, 5), forwarded(lost, others, 10)
    forwarded(whole, others)
    File.objects.filter(pk=lost.pk).delete()
    orphans.watch()
    no_pause()
    run_due()
    assert {file.pk for file in counting()} == {whole.pk, old.pk}
    assert File.objects.get(pk=new.pk).is_copy


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(5))
def test_deletions_and_counts_at_once_leave_one_that_counts(time: int) -> None:
    one, another = Uploader(a_user("mai")), Uploader(a_user("ren"))
    file = original(one)
    old, *_others = [forwarded(file, another, minutes) for minutes in (30, 20, 10)]

    def released(pk: UUID) -> None:
        with transaction.atomic():
            attaching.release(list(File.objects.select_for_update().filter(pk=pk)))
        copies.count_again(file.blob)

    def counted() -> None:
        copies.count_again(file.blob)

    at_once(partial(released, file.pk), partial(released, old.pk), counted, counted)
    run_due()
    assert File.objects.filter(blob=file.blob, state=File.State.READY).count() == 2
    assert len(counting()) == 1
