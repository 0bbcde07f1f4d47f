"""The job that tells people comes, whatever becomes of who stored what it has to tell."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError
from django.utils import timezone

from chat import events
from chat.services.messages import editing
from core.jobs import queue
from core.jobs.models import Job
from notifications.jobs import TELL
from notifications.models import InboxItem
from notifications.services import receiving, telling
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "GATHER_SECONDS", 0.0)
    monkeypatch.setattr(receiving._Beliefs, "wake_at", 0.0)


def fails(*_: Any, **__: Any) -> None:
    raise InterfaceError("connection already closed")


def test_everybody_sees_a_message_before_the_job_is_woken(
    hearth: Hearth, django_capture_on_commit_callbacks: Any
) -> None:
    """Waking is a transaction, for which the sender may have to wait."""
    with django_capture_on_commit_callbacks() as stored:
        message = hearth.store("@yuki come")
    with django_capture_on_commit_callbacks() as edited:
        editing.edit(by=hearth.owner, message_id=message.pk, text="@kenji come")
    for followed in (stored, edited):
        assert len(followed) > 1
        assert followed[0].func is events.publish


def test_the_next_message_wakes_it(
    hearth: Hearth, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr(queue, "enqueue", fails)
        hearth.store("@yuki one")
        waits = Job.objects.filter(type=TELL.name)
    assert not waits.exists()
    with django_capture_on_commit_callbacks(execute=True):
        hearth.store("@yuki two")
    assert waits.exists()


def test_a_look_that_fails_for_hours_is_not_the_last(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As where the database is so busy that nothing can be noted either."""
    message = hearth.store("@yuki come")
    with monkeypatch.context() as patched:
        patched.setattr(telling, "step", fails)
        queue.enqueue(TELL, {}, key="again")
        for _ in range(20):
            no_pause()
            run_due()
    assert "failed, attempt 20: InterfaceError at " in caplog.text
    no_pause()
    run_due()
    assert InboxItem.objects.filter(user=hearth.member, message=message).exists()


def test_where_none_comes_it_looks_by_itself(hearth: Hearth) -> None:
    telling.run(None)  # type: ignore[arg-type]
    (job,) = Job.objects.filter(type=TELL.name)
    assert job.due_at is not None
    assert job.due_at < timezone.now() + timedelta(seconds=telling.LOOK_SECONDS + 5)
    hearth.store("@yuki come")
    no_pause()
    run_due()
    assert InboxItem.objects.filter(user=hearth.member).exists()
    assert Job.objects.filter(type=TELL.name, due_at__gt=timezone.now()).count() == 1
