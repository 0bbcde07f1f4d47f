"""What messages, portraits and pictures do with files."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from files.models import File
from files.services import attaching
from tests.core.jobs.due import run_due
from tests.files.person import Uploader, stored

pytestmark = pytest.mark.django_db


def test_only_complete_unused_files_of_their_owner(
    mine: Uploader, others: Uploader, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ready, used, over, half, cancelled, theirs = (mine.file() for _ in range(6))
    half, theirs = mine.upload(6), others.file()
    mine.cancel(cancelled)
    File.objects.filter(pk=used).update(expires_at=None)
    File.objects.filter(pk=over).update(expires_at=timezone.now() - timedelta(seconds=1))
    wanted = [(mine.user.pk, UUID(each)) for each in (ready, used, over, half, cancelled, theirs)]
    with django_assert_num_queries(1):
        taken = attaching.take([*wanted, (mine.user.pk, uuid4()), (others.user.pk, UUID(ready))])
    assert taken == {(mine.user.pk, UUID(ready)): File.objects.get(pk=ready)}


def test_nothing_costs_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert attaching.take([]) == {}
        assert attaching.lock([]) == {}
        attaching.use([])
        attaching.release([])


def test_a_used_file_does_not_end(mine: Uploader, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pairs = [(mine.user.pk, UUID(mine.file())) for _ in range(2)]
    files = list(attaching.take(pairs).values())
    with django_assert_num_queries(1):
        attaching.use(files)
    assert [file.expires_at for file in files] == [None, None]
    assert not File.objects.filter(expires_at__isnull=False).exists()
    assert attaching.take(pairs) == {}
    assert attaching.lock([pk for _, pk in pairs]).keys() == {pk for _, pk in pairs}


def test_released_bytes_go(mine: Uploader, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    file = File.objects.get(pk=mine.file())
    kept = mine.file(b"kept")
    attaching.use([file])
    with django_capture_on_commit_callbacks(execute=True):
        attaching.release([file])
    assert stored(str(file.pk)) == b"kettle", "they go in a job"
    run_due()
    assert stored(str(file.pk)) is None
    assert stored(kept) == b"kept"


def test_the_bytes_of_a_copy_stay(mine: Uploader, others: Uploader) -> None:
    file = File.objects.get(pk=mine.file())
    attaching.use([file])
    copy = attaching.copy(attaching.lock([file.pk])[file.pk], others.user)
    copy.save()
    assert (copy.owner_id, copy.blob, copy.expires_at) == (others.user.pk, file.blob, None)
    attaching.release([file])
    run_due()
    assert stored(str(copy.pk)) == b"kettle"
    attaching.release([copy])
    run_due()
    copy.save(force_insert=True)
    assert stored(str(copy.pk)) is None


def test_what_is_taken_back_is_released_by_nobody(mine: Uploader) -> None:
    file = File.objects.get(pk=mine.file())
    try:
        with transaction.atomic():
            attaching.release([file])
            raise RuntimeError
    except RuntimeError:
        pass
    run_due()
    assert stored(str(file.pk)) == b"kettle"
