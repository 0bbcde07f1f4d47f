"""What becomes of a push, of its device and of others, by what the push service answers."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Message
from chat.services.rooms import rooms
from core.jobs.models import Job
from lab.push.service import PushService
from notifications.models import PushSubscription
from notifications.push import budgets, letters, subscriptions
from notifications.push.jobs import PUSH, PUSH_AGAIN
from notifications.push.transport.sender import LOST
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due
from tests.notifications.push.people import Phone, deliver, run_types, said, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_have_time() -> Iterator[None]:
    budgets.forget()
    yield
    budgets.forget()


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


def test_what_is_nobodys_fault_is_tried_again_and_held_against_nobody(
    hearth: Hearth, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that sends has ended, or the site has no time to ask where the service is."""
    with monkeypatch.context() as patched:
        patched.setattr(letters, "send", lambda parcels: [LOST] * len(parcels))
        said(hearth)
        told()
    assert phone.row is not None
    assert (phone.row.failing, phone.row.failures, phone.row.retry_at, phone.browser.asked) == (False, 0, None, 0)
    assert Job.objects.filter(type=PUSH_AGAIN.name).count() == 1
    deliver()
    assert (len(phone.shown), waiting()) == (1, 0)


def test_away_for_days(hearth: Hearth, phone: Phone) -> None:
    """It is asked again and again, and goes where it was away for days. Its browser subscribes when it next starts."""
    phone.browser.answers, phone.browser.for_good = [(503, {})], True
    said(hearth)
    told()
    for _ in range(subscriptions.MOST_FAILURES):
        deliver()
    assert phone.row is not None
    assert (phone.row.failing, phone.row.failures) == (True, subscriptions.MOST_FAILURES + 1)
    PushSubscription.objects.update(failing_since=timezone.now() - subscriptions.LONGEST_FAILING)
    deliver()
    assert phone.row is None
    deliver()
    assert waiting() == 0


def test_back_after_days(hearth: Hearth, phone: Phone) -> None:
    phone.browser.answers = [(503, {})] * 3
    said(hearth)
    told()
    PushSubscription.objects.update(failing_since=timezone.now() - timedelta(days=9))
    for _ in range(4):
        deliver()
    assert (phone.browser.asked, len(phone.shown)) == (4, 1)
    assert phone.row is not None
    assert (phone.row.failing, phone.row.failures, phone.row.failing_since) == (False, 0, None)


def test_a_device_is_in_doubt_until_something_has_come(hearth: Hearth, phone: Phone) -> None:
    """Its tabs notify meanwhile, so the person is told all the same."""
    phone.browser.answers = [(503, {})]
    assert in_doubt(phone)
    said(hearth)
    told()
    assert in_doubt(phone)
    deliver()
    assert (len(phone.shown), in_doubt(phone)) == (1, False)
    phone.browser.answers = [(403, {})]
    said(hearth)
    told()
    assert in_doubt(phone), "refused"
    said(hearth)
    told()
    assert not in_doubt(phone)


def test_a_test_that_comes_ends_the_doubt(phone: Phone) -> None:
    assert phone.api.post(f"push/subscriptions/{phone.id}/test/").body["sent"]
    assert not in_doubt(phone)


def in_doubt(phone: Phone) -> bool:
    (device,) = phone.api.get("push/subscriptions/").body["results"]
    return bool(device["failing"])


def test_a_device_is_asked_once_for_all_its_rooms(hearth: Hearth, phone: Phone) -> None:
    phone.browser.answers, phone.browser.for_good = [(503, {})], True
    first, second = (
        hearth.id,
        rooms.create(owner=hearth.owner, name="Attic", kind="private", members=[hearth.member.pk]),
    )
    said(hearth)
    told()
    hearth.id = second.pk
    said(hearth)
    told()
    assert (phone.browser.asked, waiting()) == (2, 2)
    no_pause()
    run_due()
    assert phone.browser.asked == 2, "the second wait is over, the device's is not"
    phone.browser.answers = []
    deliver()
    assert [title for title, _ in phone.shown] in (["Hearth", "Attic"], ["Attic", "Hearth"])
    assert first != second.pk


def test_what_comes_while_something_waits_has_its_own_time(hearth: Hearth, phone: Phone) -> None:
    phone.browser.answers = [(503, {})]
    old = said(hearth, "@yuki long ago")
    told()
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=30))
    said(hearth, "@yuki just now")
    told()
    assert [body for _, body in phone.shown] == ["hanako: @yuki just now"]
    assert int(phone.browser.received[0].headers["ttl"]) > 86_000


def test_several_at_once(hearth: Hearth, service: PushService) -> None:
    """Each service answers when all of them were asked."""
    phones = [Phone(person, service) for person in (hearth.member, hearth.moderator, hearth.member)]
    together = threading.Barrier(len(phones))
    for each in phones:
        each.browser.before = lambda: together.wait(10)
    said(hearth, "@yuki @kenji")
    told()
    assert [len(each.shown) for each in phones] == [1, 1, 1]
    assert not PushSubscription.objects.filter(failing=True).exists()


def test_what_is_wrong_with_one_device_is_no_other_s(hearth: Hearth, phone: Phone, service: PushService) -> None:
    PushSubscription.objects.update(p256dh="broken")
    other = Phone(hearth.moderator, service)
    said(hearth, "@yuki @kenji")
    told()
    assert (phone.browser.asked, len(other.shown), waiting()) == (0, 1, 0)
    assert phone.row is not None
    assert phone.row.refused == 1


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
    deliver()
    assert len(phone.shown) == 1
