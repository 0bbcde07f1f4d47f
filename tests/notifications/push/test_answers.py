"""What becomes of a push, of its device and of others, by what the push service answers."""

import time
from typing import Any

import pytest

from core.jobs import claims, execution
from core.jobs.models import Job
from core.jobs.registry import declared
from lab.push.service import PushService
from notifications.push import sending, subscriptions
from notifications.push.jobs import PUSH, PUSH_AGAIN
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due
from tests.notifications.push.people import Phone, deliver, said, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [404, 410])
def test_gone(hearth: Hearth, phone: Phone, status: int) -> None:
    phone.browser.answers = [(status, {})]
    said(hearth)
    told()
    assert (phone.row, waiting(), phone.browser.asked) == (None, 0, 1)


def test_a_moment_please(hearth: Hearth, phone: Phone) -> None:
    phone.browser.answers = [(429, {"Retry-After": "600"})]
    said(hearth)
    told()
    job = Job.objects.get(type=PUSH_AGAIN.name)
    assert job.due_at is not None
    assert 500 < job.due_at.timestamp() - time.time() <= 600
    deliver()
    assert (phone.browser.asked, len(phone.shown), waiting()) == (2, 1, 0)


def test_away_for_good(hearth: Hearth, phone: Phone) -> None:
    """It is tried some times, and the next message begins anew."""
    phone.browser.answers, phone.browser.for_good = [(503, {})], True
    said(hearth)
    tell()
    for _ in range(20):
        deliver()
    assert (phone.browser.asked, waiting()) == (sending.MOST_ATTEMPTS, 0)
    phone.browser.answers = []
    said(hearth)
    told()
    assert len(phone.shown) == 1
    assert phone.row is not None
    assert not phone.row.failing


def test_no(hearth: Hearth, phone: Phone) -> None:
    """One refusal may be the push's fault. A device that refuses all of them subscribes anew when it is next opened."""
    phone.browser.answers, phone.browser.for_good = [(403, {})], True
    for number in range(1, subscriptions.MOST_REFUSED + 1):
        assert phone.row is not None
        said(hearth)
        told()
        assert phone.browser.asked == number
    assert phone.row is None


def test_a_device_that_fails_holds_nobody_up(hearth: Hearth, phone: Phone, service: PushService) -> None:
    """It waits apart from the second push on."""
    phone.browser.answers = [(503, {})]
    said(hearth)
    told()
    Job.objects.all().delete()
    other = Phone(hearth.moderator, service)
    said(hearth, "@yuki @kenji")
    tell()
    no_pause()
    run_types(PUSH.name)
    assert (phone.browser.asked, len(other.shown)) == (1, 1)
    run_due()
    assert len(phone.shown) == 1


def run_types(*names: str) -> None:
    kinds: list[Any] = [declared()[name] for name in names]
    while taken := claims.take(kinds):
        execution.run(taken)
