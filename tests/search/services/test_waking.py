"""A send looks at a clock; now and then it stores the job, after its commit."""

import pytest
from django.db import DatabaseError, transaction

from core.jobs import queue
from core.jobs.declarations import QueueFull
from core.jobs.models import Job
from search.jobs import INDEX
from search.services import waking
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_next", 0.0)
    monkeypatch.setattr(waking, "EVERY_SECONDS", 600.0)


def waiting() -> int:
    return Job.objects.filter(type=INDEX.name).count()


def test_the_first_message_wakes_the_job_and_those_soon_after_do_not() -> None:
    hearth = Hearth()
    hearth.store("one")
    assert waiting() == 1
    Job.objects.all().delete()
    hearth.store("two")
    assert waiting() == 0


def test_nothing_is_stored_for_what_was_taken_back() -> None:
    with transaction.atomic():
        waking.wake()
        transaction.set_rollback(True)
    assert waiting() == 0


@pytest.mark.parametrize("error", [DatabaseError, QueueFull])
def test_a_send_does_not_fail_where_the_job_cannot_be_stored(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    hearth = Hearth()
    monkeypatch.setattr(queue, "enqueue", fail)
    assert hearth.store("one").pk
